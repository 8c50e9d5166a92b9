/** The kinds of picture that the painter knows. */
const scenes = [
  "mountains",
  "sea",
  "city-lights",
  "skyline",
  "still-life",
  "forest",
  "desk",
  "stage",
  "portrait",
  "fabric",
] as const;
export type Scene = (typeof scenes)[number];

/** What stands on the table of a still life. */
export type Props = "cups" | "fruit" | "bottles" | "ornaments";

/** What a part of the catalogue is about: its words and the scene that shows it. */
export type Topic = {
  scene: Scene;
  /** Of a still life. */
  props?: Props;
  people: boolean;
  subjects: readonly string[];
  settings: readonly string[];
  keywords: readonly string[];
};

/** Words that go before a subject in a title. */
export const adjectives = [
  "beautiful",
  "calm",
  "fresh",
  "golden",
  "minimal",
  "modern",
  "quiet",
  "rustic",
  "soft",
  "summer",
  "vibrant",
  "winter",
  "spring",
  "autumn",
  "elegant",
  "natural",
] as const;

/** What the synthetic catalogue is made of. */
export const topics: readonly Topic[] = [
  {
    scene: "still-life",
    props: "cups",
    people: false,
    subjects: ["coffee cup", "espresso", "cold brew coffee", "cappuccino", "coffee beans", "tea cup"],
    settings: ["on a wooden table", "in a cafe", "beside the window", "in morning light"],
    keywords: ["coffee", "drink", "cafe", "breakfast", "beverage", "morning", "barista"],
  },
  {
    scene: "still-life",
    props: "fruit",
    people: false,
    subjects: ["fruit bowl", "oranges", "apples", "vegetables", "organic food", "berries"],
    settings: ["on a kitchen table", "at the market", "for a healthy lunch", "with soft shadows"],
    keywords: ["food", "healthy", "kitchen", "cooking", "organic", "nutrition", "restaurant", "vegan"],
  },
  {
    scene: "still-life",
    props: "bottles",
    people: false,
    subjects: ["cosmetic bottles", "skin care products", "perfume", "candles", "soap bar"],
    settings: ["on a pedestal", "with copy space", "in a studio", "on marble"],
    keywords: ["beauty", "cosmetics", "product", "packaging", "skincare", "mockup", "spa", "wellness"],
  },
  {
    scene: "still-life",
    props: "ornaments",
    people: false,
    subjects: ["christmas ornaments", "gift boxes", "party balloons", "easter eggs", "birthday cake"],
    settings: ["for the holidays", "with bokeh background", "on the table", "for a celebration"],
    keywords: ["holiday", "celebration", "gift", "sale", "party", "festive", "offer", "decoration"],
  },
  {
    scene: "mountains",
    people: false,
    subjects: ["mountain landscape", "mountain range", "snowy peaks", "alpine valley", "misty hills"],
    settings: ["at sunrise", "at sunset", "under a clear sky", "in the fog"],
    keywords: ["mountain", "nature", "landscape", "travel", "outdoor", "hiking", "adventure", "sky"],
  },
  {
    scene: "mountains",
    people: false,
    subjects: ["desert dunes", "canyon", "volcano", "national park", "hiking trail"],
    settings: ["at golden hour", "from above", "in summer", "at dusk"],
    keywords: ["desert", "travel", "adventure", "tourism", "vacation", "scenic", "outdoor", "freedom"],
  },
  {
    scene: "sea",
    people: false,
    subjects: ["sea waves", "tropical beach", "ocean sunset", "calm lake", "sandy shore"],
    settings: ["at sunset", "on a summer day", "in the evening", "with clouds"],
    keywords: ["beach", "sea", "ocean", "summer", "vacation", "travel", "water", "holiday", "relax"],
  },
  {
    scene: "sea",
    people: false,
    subjects: ["sailing boat", "island bay", "harbour", "surf", "cruise"],
    settings: ["at dawn", "on the horizon", "in clear water", "under the sun"],
    keywords: ["boat", "sea", "sport", "tourism", "yacht", "water", "horizon", "freedom"],
  },
  {
    scene: "city-lights",
    people: false,
    subjects: ["city lights", "night street", "christmas lights", "neon lights", "traffic lights"],
    settings: ["out of focus", "in the rain", "at night", "with bokeh"],
    keywords: ["night", "city", "bokeh", "lights", "urban", "abstract", "background", "party", "neon"],
  },
  {
    scene: "skyline",
    people: false,
    subjects: ["city skyline", "office buildings", "skyscrapers", "business district", "downtown"],
    settings: ["at dusk", "at sunrise", "in the haze", "from the river"],
    keywords: ["city", "architecture", "business", "building", "finance", "urban", "office", "real estate"],
  },
  {
    scene: "forest",
    people: false,
    subjects: ["forest path", "pine trees", "misty forest", "green woods", "autumn leaves"],
    settings: ["with light rays", "in the fog", "in the morning", "after the rain"],
    keywords: ["forest", "tree", "nature", "green", "environment", "sustainability", "ecology", "wood"],
  },
  {
    scene: "forest",
    people: false,
    subjects: ["flower meadow", "wild flowers", "garden", "grass field", "spring blossom"],
    settings: ["in the sun", "in spring", "with dew", "at sunset"],
    keywords: ["flower", "garden", "spring", "nature", "plant", "green", "eco", "blossom"],
  },
  {
    scene: "desk",
    people: false,
    subjects: ["office desk", "laptop and notebook", "workspace", "smartphone mockup", "stationery"],
    settings: ["from above", "with copy space", "at home", "with plants"],
    keywords: ["business", "technology", "office", "work", "computer", "startup", "remote", "marketing"],
  },
  {
    scene: "desk",
    people: false,
    subjects: ["school supplies", "online course", "planner", "financial report", "design studio desk"],
    settings: ["on a table", "flat lay", "in a bright room", "with soft shadows"],
    keywords: ["education", "school", "learning", "finance", "planning", "creative", "study", "student"],
  },
  {
    scene: "stage",
    people: true,
    subjects: ["concert crowd", "music festival", "live show", "dj party", "fans"],
    settings: ["in front of the stage", "with stage lights", "at night", "raising hands"],
    keywords: ["music", "concert", "festival", "crowd", "party", "event", "live", "audience", "dance"],
  },
  {
    scene: "portrait",
    people: true,
    subjects: ["smiling woman", "young man", "business woman", "runner", "happy student", "senior man"],
    settings: ["in the city", "at the window", "in evening light", "outdoors"],
    keywords: ["people", "portrait", "lifestyle", "person", "young", "happy", "fashion", "sport", "fitness"],
  },
  {
    scene: "portrait",
    people: true,
    subjects: ["business team", "happy family", "friends", "couple", "mother and daughter"],
    settings: ["at sunset", "in the park", "at work", "spending time together"],
    keywords: ["people", "team", "family", "together", "friends", "meeting", "love", "community"],
  },
  {
    scene: "fabric",
    people: false,
    subjects: ["silk fabric", "satin folds", "smooth waves", "velvet texture", "colour gradient"],
    settings: ["background", "in close-up", "with copy space", "for wallpaper"],
    keywords: ["background", "texture", "abstract", "fashion", "luxury", "wallpaper", "textile", "sale"],
  },
];
