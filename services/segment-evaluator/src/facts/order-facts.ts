import type { Order, OrderItem, Source, VersionedOrder } from '@weir/engine';
import { type ByteReader, type ByteWriter } from './bytes.ts';
import type { FactKind } from './fact-kind.ts';
import { readScalars, writeScalars } from './scalar-encoding.ts';
import type { Texts } from './text-table.ts';

/** The versions of orders, by order id. */
export const orderFacts: FactKind<VersionedOrder> = {
  tag: 1,
  write: writeOrder,
  read: readOrder,
  put: ({ orders }, versioned) => orders.set(versioned.order.orderId, versioned),
  allOf: ({ orders }) => orders.values(),
  countOf: ({ orders }) => orders.size,
};

/** Appends one version of one order: about 40 bytes and 10 for each item once its texts are known. */
function writeOrder(writer: ByteWriter, texts: Texts, { version, order }: VersionedOrder): void {
  writer.string(order.orderId);
  writer.signed(version);
  writer.signed(order.createdAt);
  for (const instant of [order.paidAt, order.completedAt, order.cancelledAt]) {
    // Mostly close to the creation; 0 is null.
    if (instant === null) writer.unsigned(0);
    else {
      writer.unsigned(1);
      writer.signed(instant - order.createdAt);
    }
  }
  writer.signed(order.total);
  writer.signed(order.discount);
  texts.write(writer, order.status);
  texts.write(writer, order.currency);
  writeOnce(writer, order.number);
  for (const text of [order.site, order.paymentType, order.deliveryType, order.managerId, order.promoCode]) {
    texts.write(writer, text);
  }
  writeSource(writer, texts, order.source);
  writer.unsigned(order.items.length);
  for (const item of order.items) writeItem(writer, texts, item);
  writeScalars(writer, texts, order.custom);
}

function readOrder(reader: ByteReader, texts: Texts): VersionedOrder {
  const orderId = reader.string();
  const version = reader.signed();
  const createdAt = reader.signed();
  const instant = (): number | null => (reader.unsigned() === 0 ? null : createdAt + reader.signed());
  const paidAt = instant();
  const completedAt = instant();
  const cancelledAt = instant();
  const total = reader.signed();
  const discount = reader.signed();
  const status = texts.readText(reader);
  const currency = texts.readText(reader);
  const number = readOnce(reader);
  const site = texts.read(reader);
  const paymentType = texts.read(reader);
  const deliveryType = texts.read(reader);
  const managerId = texts.read(reader);
  const promoCode = texts.read(reader);
  const source = readSource(reader, texts);
  const items = repeat(reader.unsigned(), () => readItem(reader, texts));
  const custom = readScalars(reader, texts);
  const order: Order = {
    orderId,
    number,
    status,
    createdAt,
    paidAt,
    completedAt,
    cancelledAt,
    currency,
    total,
    discount,
    site,
    paymentType,
    deliveryType,
    managerId,
    promoCode,
    source,
    items,
    custom,
  };
  return { version, order };
}

function writeSource(writer: ByteWriter, texts: Texts, source: Source | null): void {
  writer.unsigned(source === null ? 0 : 1);
  if (source === null) return;
  for (const text of [source.source, source.medium, source.campaign, source.content, source.keyword])
    texts.write(writer, text);
}

function readSource(reader: ByteReader, texts: Texts): Source | null {
  if (reader.unsigned() === 0) return null;
  return {
    source: texts.read(reader),
    medium: texts.read(reader),
    campaign: texts.read(reader),
    content: texts.read(reader),
    keyword: texts.read(reader),
  };
}

function writeItem(writer: ByteWriter, texts: Texts, item: OrderItem): void {
  writer.string(item.productId);
  writeOnce(writer, item.sku);
  writeOnce(writer, item.name);
  texts.write(writer, item.brand);
  writer.unsigned(item.categories.length);
  for (const category of item.categories) texts.write(writer, category);
  writeQuantity(writer, item.quantity);
  writer.signed(item.amount);
}

function readItem(reader: ByteReader, texts: Texts): OrderItem {
  const productId = reader.string();
  const sku = readOnce(reader);
  const name = readOnce(reader);
  const brand = texts.read(reader);
  const categories = repeat(reader.unsigned(), () => texts.readText(reader));
  const quantity = readQuantity(reader);
  return { productId, sku, name, categories, brand, quantity, amount: reader.signed() };
}

/** A text that seldom recurs: looking it up would cost more than it saves. */
function writeOnce(writer: ByteWriter, text: string | null): void {
  writer.unsigned(text === null ? 0 : 1);
  if (text !== null) writer.string(text);
}

function readOnce(reader: ByteReader): string | null {
  return reader.unsigned() === 0 ? null : reader.string();
}

/** Most quantities are small whole numbers: n + 1; anything else is a 0 and a double. */
function writeQuantity(writer: ByteWriter, quantity: number): void {
  if (Number.isInteger(quantity) && quantity >= 0 && quantity < 1e6 && !Object.is(quantity, -0))
    return writer.unsigned(quantity + 1);
  writer.unsigned(0);
  writer.double(quantity);
}

function readQuantity(reader: ByteReader): number {
  const quantity = reader.unsigned();
  return quantity === 0 ? reader.double() : quantity - 1;
}

function repeat<T>(count: number, read: () => T): T[] {
  const values: T[] = [];
  for (let index = 0; index < count; index++) values.push(read());
  return values;
}
