/** Where a byte scan stands. Every method throws a RangeError rather than pass the end of the bytes. */
export class ScanCursor {
  readonly bytes: Uint8Array;
  position: number;
  depth = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  remaining(): number {
    return this.bytes.length - this.position;
  }

  skip(length: number): void {
    const end = this.position + length;
    if (length < 0) throw new RangeError(`negative length before byte ${this.position}`);
    if (end > this.bytes.length) {
      throw new RangeError(`${length} bytes expected at byte ${this.position}, ${this.remaining()} left`);
    }
    this.position = end;
  }

  /** Passes over a varint of at most 64 bits. */
  skipLong(): void {
    const { bytes } = this;
    let at = this.position;
    const limit = Math.min(at + 10, bytes.length);
    while (at < limit) {
      if ((bytes[at++] ?? 0) < 0x80) {
        this.position = at;
        return;
      }
    }
    const isCut = bytes.length - this.position < 10;
    throw new RangeError(isCut ? `truncated at byte ${at}` : `a number of more than 64 bits at byte ${this.position}`);
  }

  /** A zigzag varint; exact up to 2^53, about right beyond. */
  readLong(): number {
    const start = this.position;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.position = start + 1;
      return (first >> 1) ^ -(first & 1);
    }
    this.skipLong();
    let value = 0;
    for (let at = this.position - 1; at >= start; at--) value = value * 0x80 + ((this.bytes[at] ?? 0) & 0x7f);
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** The index of a union's branch or an enum's symbol. */
  readIndex(count: number): number {
    const index = this.readLong();
    if (index < 0 || index >= count) throw new RangeError(`choice ${index} of ${count} before byte ${this.position}`);
    return index;
  }

  /** How many items the next block of an array or map has; 0 ends it. Each takes at least `itemBytes`. */
  readBlock(itemBytes: number): number {
    let count = this.readLong();
    if (count < 0) {
      count = -count;
      this.skipLong();
    }
    const limit = itemBytes > 0 ? this.remaining() / itemBytes : emptyItemsLimit;
    if (count > limit)
      throw new RangeError(`${count} items claimed before byte ${this.position}, ${this.remaining()} bytes left`);
    return count;
  }
}

/** Items that take no bytes, such as nulls, are not limited by the bytes. */
const emptyItemsLimit = 10_000;
