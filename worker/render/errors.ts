export type ImageErrorCode =
  | "not_an_image"
  | "unsupported_format"
  | "too_large"
  | "too_small"
  | "transparent"
  | "truncated"
  | "type_mismatch";

/** A file that is not the picture that it should be. */
export class ImageError extends Error {
  override name = "ImageError";
  readonly code: ImageErrorCode;
  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A file that is not a font that can be set. */
export class FontError extends Error {
  override name = "FontError";
  readonly code = "not_a_font";
}

export type LayoutErrorCode = "invalid_layout" | "missing_logo" | "missing_glyph";

/** A layout that cannot be painted. Names the layer and the field at fault, where there is one. */
export class LayoutError extends Error {
  override name = "LayoutError";
  readonly code: LayoutErrorCode;
  readonly layer: string | null;
  readonly field: string | null;
  constructor(code: LayoutErrorCode, layer: string | null, field: string | null, message: string) {
    const place = [layer === null ? "" : `layer "${layer}"`, field ?? ""].filter(Boolean).join(", ");
    super(place ? `${place}: ${message}` : message);
    this.code = code;
    this.layer = layer;
    this.field = field;
  }
}

export type EncodeErrorCode = "unknown_format" | "too_many_bytes";

/** A finished picture that cannot be written within the platform's limits. */
export class EncodeError extends Error {
  override name = "EncodeError";
  readonly code: EncodeErrorCode;
  constructor(code: EncodeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
