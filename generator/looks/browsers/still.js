// Runs in a page before anything of its own: the same moment, the same chance, in every run. Timers go on: what a page
// does after a while still happens.
(now) => {
  // The whole class stays the browser's own, so that dates from elsewhere (a field's valueAsDate) are instances of it.
  const Real = Date;
  const Still = new Proxy(Real, {
    apply: () => new Real(now).toString(),
    construct: (target, given, asked) => Reflect.construct(target, given.length ? given : [now], asked),
  });
  Real.now = () => now;
  Real.prototype.constructor = Still;
  globalThis.Date = Still;
  Object.defineProperty(Performance.prototype, "timeOrigin", { get: () => now, configurable: true });
  Object.defineProperty(Document.prototype, "lastModified", { get: () => "01/01/2026 00:00:00", configurable: true });

  const formatted = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format");
  const formats = new WeakMap();
  Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
    ...formatted,
    get() {
      if (!formats.has(this)) {
        const real = formatted.get.call(this);
        formats.set(this, (date) => real(date === undefined ? now : date));
      }
      return formats.get(this);
    },
  });
  const parts = Intl.DateTimeFormat.prototype.formatToParts;
  Intl.DateTimeFormat.prototype.formatToParts = function (date) {
    return parts.call(this, date === undefined ? now : date);
  };

  if (globalThis.Temporal) {
    const instant = Temporal.Instant.fromEpochMilliseconds(now);
    const zoned = (zone = Temporal.Now.timeZoneId()) => instant.toZonedDateTimeISO(zone);
    Object.assign(Temporal.Now, {
      instant: () => instant,
      zonedDateTimeISO: zoned,
      plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
      plainDateISO: (zone) => zoned(zone).toPlainDate(),
      plainTimeISO: (zone) => zoned(zone).toPlainTime(),
    });
  }

  // mulberry32; each source of chance has its own row of numbers, so that asking one does not move another.
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const plain = chance(0x2f6e2b1);
  const secret = chance(0x51ed270b);
  Math.random = () => plain() / 4294967296;
  const filled = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let place = 0; place < bytes.length; place += 1) bytes[place] = secret();
    return array;
  };
  Crypto.prototype.getRandomValues = filled;
  if (Crypto.prototype.randomUUID) {
    Crypto.prototype.randomUUID = () => {
      const bytes = filled(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    };
  }
};
