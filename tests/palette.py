"""Makes screenshots small: PNGs of at most 256 colours, written by a browser, which needs no library of ours."""

from __future__ import annotations

import base64

from playwright.sync_api import Page

# The commonest colours stay what they are; what is left, the soft edges of letters, takes the nearest of them.
_SMALLER = r"""async (text) => {
  const png = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const image = await createImageBitmap(new Blob([png], { type: "image/png" }));
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = Array.from(counts).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256).map(([pixel]) => pixel);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const colours = palette.map(parts);
  const places = new Map(palette.map((pixel, index) => [pixel, index]));
  const nearest = (pixel) => {
    const [r, g, b] = parts(pixel);
    const far = colours.map((one) => (one[0] - r) ** 2 + (one[1] - g) ** 2 + (one[2] - b) ** 2);
    return far.indexOf(Math.min(...far));
  };
  const rows = new Uint8Array((width + 1) * height);
  pixels.forEach((pixel, index) => {
    if (!places.has(pixel)) places.set(pixel, nearest(pixel));
    rows[index + Math.floor(index / width) + 1] = places.get(pixel);
  });
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const chunk = (name, data) => {
    const whole = new Uint8Array(data.length + 12);
    const view = new DataView(whole.buffer);
    view.setUint32(0, data.length);
    whole.set(Array.from(name, (each) => each.charCodeAt(0)), 4);
    whole.set(data, 8);
    let sum = ~0;
    for (const byte of whole.subarray(4, -4)) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    view.setUint32(whole.length - 4, ~sum);
    return whole;
  };
  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, width);
  head.setUint32(4, height);
  [8, 3].forEach((value, index) => head.setUint8(8 + index, value));
  const made = new Blob([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", new Uint8Array(head.buffer)),
    chunk("PLTE", Uint8Array.from(colours.flat())),
    chunk("IDAT", new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk("IEND", new Uint8Array()),
  ]);
  const bytes = new Uint8Array(await made.arrayBuffer());
  return btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
}"""


def smaller(png: bytes, page: Page) -> bytes:
    """Return a screenshot with at most 256 colours, as an empty page's browser packs it, if that is smaller."""
    made = base64.b64decode(page.evaluate(_SMALLER, base64.b64encode(png).decode()))
    return min(png, made, key=len)
