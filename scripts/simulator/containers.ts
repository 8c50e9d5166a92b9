import { crc32 } from "node:zlib";
import sharp from "sharp";

/** A JPEG together with its size in pixels. */
export type Jpeg = { data: Buffer; width: number; height: number };

/** Puts a picture into the file format that a vector or layered resource is downloaded as. */
export async function wrapPicture(picture: Jpeg, format: string): Promise<{ data: Buffer; mime: string }> {
  switch (format) {
    case "jpg":
      return { data: picture.data, mime: "image/jpeg" };
    case "svg":
      return { data: svgOf(picture), mime: "image/svg+xml" };
    case "eps":
      return { data: epsOf(picture), mime: "application/postscript" };
    case "ai":
      return { data: pdfOf(picture), mime: "application/postscript" };
    case "psd":
      return { data: await psdOf(picture), mime: "image/vnd.adobe.photoshop" };
    default:
      throw new Error(`no writer for the format '${format}'`);
  }
}

/** A ZIP archive without compression: its content is compressed already. */
export function zipOf(files: readonly { name: string; data: Buffer }[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const title = Buffer.from(name);
    // Shared by both headers: version 2.0, no flags, stored, 1 January 1980, sums and sizes, name length, no extra.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, title, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, title]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}

function svgOf({ data, width, height }: Jpeg): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><image width="${width}" height="${height}" href="data:image/jpeg;base64,${data.toString("base64")}"/></svg>\n`,
  );
}

function epsOf({ data, width, height }: Jpeg): Buffer {
  const hex = data.toString("hex").replace(/.{1,128}/g, "$&\n");
  return Buffer.from(
    `%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 0 0 ${width} ${height}
%%LanguageLevel: 2
%%EndComments
gsave
${width} ${height} scale
/DeviceRGB setcolorspace
<< /ImageType 1 /Width ${width} /Height ${height} /BitsPerComponent 8 /Decode [0 1 0 1 0 1]
   /ImageMatrix [${width} 0 0 -${height} 0 ${height}]
   /DataSource currentfile /ASCIIHexDecode filter /DCTDecode filter >> image
${hex}>
grestore
showpage
%%EOF
`,
    "latin1",
  );
}

/** Illustrator's own files are PDF inside. */
function pdfOf({ data, width, height }: Jpeg): Buffer {
  const draw = `${width} 0 0 ${height} 0 0 cm /Im0 Do`;
  const objects: Buffer[] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>`,
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
  ].map((text) => Buffer.from(text, "latin1"));
  const image = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${data.length} >>\nstream\n`;
  objects.push(Buffer.concat([Buffer.from(image), data, Buffer.from("\nendstream")]));

  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    offsets.push(length);
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    length += part.length;
    parts.push(part);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** One flat image, channel after channel, uncompressed. */
async function psdOf({ data, width, height }: Jpeg): Promise<Buffer> {
  const pixels = await sharp(data).removeAlpha().raw().toBuffer();
  const header = Buffer.alloc(26);
  header.write("8BPS", 0, "latin1");
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(3, 12);
  header.writeUInt32BE(height, 14);
  header.writeUInt32BE(width, 18);
  header.writeUInt16BE(8, 22);
  header.writeUInt16BE(3, 24);
  // Empty sections (colour mode, resources, layers), then compression 0.
  const empty = Buffer.alloc(14);
  const planes = Buffer.alloc(width * height * 3);
  const size = width * height;
  for (let i = 0; i < size; i++) {
    planes[i] = pixels[i * 3] as number;
    planes[size + i] = pixels[i * 3 + 1] as number;
    planes[2 * size + i] = pixels[i * 3 + 2] as number;
  }
  return Buffer.concat([header, empty, planes]);
}
