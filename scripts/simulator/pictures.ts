import sharp from "sharp";
import { cacheOf } from "./cache.ts";
import type { Resource } from "./catalogue.ts";
import { type Jpeg, wrapPicture, zipOf } from "./containers.ts";
import { paint } from "./painting/paint.ts";
import { scaled } from "./shapes.ts";

/** The longest side of each `image_size`; null is the picture's own size. */
export const imageSizes = { small: 1000, medium: 1500, large: 2000, original: null } as const;
export type ImageSize = keyof typeof imageSizes;

/** Makes the files of resources and keeps the latest in memory. */
export type Pictures = {
  /** A JPEG whose longest side is at most `longest` (null: its own size). */
  jpeg(resource: Resource, longest: number | null): Promise<Buffer>;
  /** The original in one of the resource's formats. */
  format(resource: Resource, format: string): Promise<{ data: Buffer; mime: string }>;
  /** All formats of the resource in one archive. */
  archive(resource: Resource): Promise<Buffer>;
};

const cacheBytes = 96 * 1024 * 1024;

/** A maker of pictures for one seed. */
export function picturesOf(seed: string): Pictures {
  const cache = cacheOf(cacheBytes);
  const jpeg = (resource: Resource, longest: number | null): Promise<Buffer> => {
    const size = scaled(resource.width, resource.height, longest ?? Number.POSITIVE_INFINITY);
    return cache(`${resource.id}/${size.width}`, () => makeJpeg(seed, resource, size));
  };
  const original = async (resource: Resource): Promise<Jpeg> => ({
    data: await jpeg(resource, null),
    width: resource.width,
    height: resource.height,
  });

  return {
    jpeg,
    format: async (resource, format) => wrapPicture(await original(resource), format),
    archive: async (resource) => {
      const picture = await original(resource);
      const files = [];
      for (const format of resource.formats) {
        files.push({
          name: `${resource.slug}.${format}`,
          data: (await wrapPicture(picture, format)).data,
        });
      }
      return zipOf(files);
    },
  };
}

function makeJpeg(
  seed: string,
  resource: Resource,
  size: { width: number; height: number },
): Promise<Buffer> {
  if ("file" in resource.picture) {
    return sharp(resource.picture.file)
      .autoOrient()
      .resize(size.width, size.height, { fit: "fill" })
      .jpeg({ quality: 92 })
      .toBuffer();
  }
  return paint({
    seed: `${seed}/picture/${resource.id}`,
    scene: resource.picture.scene,
    props: resource.picture.props,
    color: resource.color,
    flat: resource.type === "vector",
    people: resource.people?.number ?? null,
    ...size,
  });
}
