import type { Author, Resource } from "./catalogue.ts";
import type { Shapes } from "./query.ts";
import { hash32 } from "./random.ts";

/** What an answer depends on beside the resource: where files are, the reader's language, the moment. */
export type View = { baseUrl: string; language: string; shapes: Shapes; now: Date };

/** The longest side of a preview, in pixels. */
export const previewSide = 626;
const newForDays = 30;

/** Size of a picture whose longest side is at most `longest`. */
export function scaled(width: number, height: number, longest: number): { width: number; height: number } {
  const factor = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/** A resource as a search lists it. `id` is what the reader sees, which may carry a scenario. */
export function listed(resource: Resource, id: number, view: View): object {
  const preview = scaled(resource.width, resource.height, previewSide);
  return {
    id,
    title: resource.title,
    url: pageUrl(resource, id),
    filename: `${resource.slug}.${resource.type === "photo" ? "jpg" : "zip"}`,
    licenses: [
      {
        type: resource.license,
        url: `https://www.freepik.com/profile/license/pdf/${id}?lang=${view.language}`,
      },
    ],
    products:
      resource.license === "freemium"
        ? [
            {
              type: "essential",
              url: `https://www.freepik.com/profile/license/pdf/${id}?lang=${view.language}`,
            },
          ]
        : [
            {
              type: "premium",
              url: `https://www.freepik.com/profile/license/pdf/${id}?lang=${view.language}`,
            },
          ],
    meta: {
      published_at: published(resource.publishedAt, view.shapes),
      is_new: isNew(resource, view.now),
      available_formats: formats(resource, (format) => ({
        id: hash32(`${resource.id}/${format}`) % 10_000_000,
        size: bytesOf(resource, format),
      })),
    },
    image: {
      type: resource.type,
      orientation: resource.orientation,
      source: {
        key: "large",
        url: previewUrl(resource, id, view),
        size: `${preview.width}x${preview.height}`,
      },
    },
    related: { serie: [], others: [], keywords: [] },
    stats: { downloads: resource.downloads, likes: resource.likes },
    author: authorOf(resource.author),
    active: true,
  };
}

/** A resource's own page: other field names than in a search. */
export function detailed(resource: Resource, id: number, suggested: readonly Resource[], view: View): object {
  return {
    id,
    name: resource.title,
    slug: resource.slug,
    type: resource.type,
    is_ai_generated: resource.aiGenerated,
    premium: resource.license === "premium",
    new: isNew(resource, view.now),
    url: pageUrl(resource, id),
    preview: {
      url: previewUrl(resource, id, view),
      ...scaled(resource.width, resource.height, previewSide),
    },
    has_prompt: false,
    author: authorOf(resource.author),
    license: resource.license,
    created: published(resource.publishedAt, view.shapes),
    dimensions: { width: resource.width, height: resource.height },
    download_size: bytesOf(resource, "jpg"),
    available_formats: formats(resource, (format) => ({ size: bytesOf(resource, format) })),
    related_resources: {
      suggested: suggested.map((other) => ({
        id: other.id,
        name: other.title,
        slug: other.slug,
        type: other.type,
        url: pageUrl(other, other.id),
        preview: {
          url: previewUrl(other, other.id, view),
          ...scaled(other.width, other.height, previewSide),
        },
      })),
    },
  };
}

function pageUrl(resource: Resource, id: number): string {
  const tier = resource.license === "premium" ? "premium" : "free";
  return `https://www.freepik.com/${tier}-${resource.type}/${resource.slug}_${id}.htm`;
}

function previewUrl(resource: Resource, id: number, view: View): string {
  return `${view.baseUrl}/cdn/preview/${id}/${resource.slug}.jpg`;
}

function published(at: Date, shapes: Shapes): string {
  const iso = at.toISOString();
  return shapes === "documented" ? iso : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function isNew(resource: Resource, now: Date): boolean {
  return now.getTime() - resource.publishedAt.getTime() < newForDays * 86_400_000;
}

function formats<T>(
  resource: Resource,
  item: (format: string) => T,
): Record<string, { total: number; items: T[] }> {
  return Object.fromEntries(resource.formats.map((format) => [format, { total: 1, items: [item(format)] }]));
}

/** An estimate: the true length is known only once the picture is made. */
function bytesOf(resource: Resource, format: string): number {
  const bytesPerPixel = format === "psd" ? 3 : 0.22 + (hash32(`${resource.id}`) % 100) / 1_000;
  return Math.round(resource.width * resource.height * bytesPerPixel);
}

/** An author as answers show one. */
export function authorOf(author: Author): object {
  return { ...author, avatar: `https://avatar.cdnpk.net/${author.id}.jpg` };
}
