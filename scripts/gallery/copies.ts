/** Words for a template's variables: a template takes those that it names. */
export type Copy = Readonly<Record<string, string>>;

/** What is hard about texts, each as copy of its own. */
export const copies: Readonly<Record<string, Copy>> = {
  short: { headline: "Go out", subline: "This spring.", call_to_action: "Go", kicker: "New" },
  long: {
    headline: "Forty walks between two railway stations, and a good coffee at the end of each of them",
    subline:
      "Every route has been walked twice, measured, and photographed in all four seasons, so that you know what to expect.",
    call_to_action: "Find a walk near you",
    kicker: "The walking season opens",
  },
  arabic: {
    headline: "الطريق الطويل إلى البيت هو الأجمل",
    subline: "أربعون نزهة بين محطتين، وفي نهاية كل منها قهوة طيبة.",
    call_to_action: "اختر نزهتك",
    kicker: "جديد",
  },
  hebrew: {
    headline: "הדרך הארוכה הביתה היא היפה מכולן",
    subline: "ארבעים טיולים בין שתי תחנות, ובסוף כל אחד מהם קפה טוב.",
    call_to_action: "לבחור טיול",
    kicker: "חדש",
  },
  japanese: {
    headline: "遠回りして帰る道がいちばん楽しい",
    subline: "二つの駅を結ぶ四十の散歩道。終わりにはおいしいコーヒーを。",
    call_to_action: "散歩道を探す",
    kicker: "新着",
  },
  chinese: {
    headline: "回家最美的路，总是绕得最远的那条",
    subline: "四十条连接两座车站的步道，每条终点都有一杯好咖啡。",
    call_to_action: "寻找步道",
    kicker: "新品",
  },
  emoji: {
    headline: "Walk first ☕️ then coffee 🥐🎉",
    subline: "Forty routes 🚶‍♀️🌲 two stations 🚉 one loyal dog 🐕",
    call_to_action: "Let’s go 👟",
    kicker: "New ✨",
  },
};
