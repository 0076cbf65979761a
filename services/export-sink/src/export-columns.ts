import { customerColumns } from './customer-rows.ts';

/** What can be exported of each customer: the table's columns, the segments the customer is in, and since when in the one asked for. */
export const exportColumns: readonly string[] = [...customerColumns, 'segments', 'since'];
