import { type Codec, createCodec, type RecordName } from '@weir/codec';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A codec over a schema registry in memory, with as much of its protocol as looking schemas up needs. */
export async function openCodec(topics: readonly RecordName[]): Promise<{ codec: Codec; close: () => void }> {
  const schemas: string[] = [];
  const registry = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const id = schemas.indexOf(body) + 1 || schemas.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(request.url?.startsWith('/config') ? { compatibilityLevel: 'BACKWARD_TRANSITIVE' } : { id }),
      );
    });
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const codec = createCodec({ registryUrl: `http://127.0.0.1:${(registry.address() as AddressInfo).port}` });
  await codec.prepare(topics);
  return {
    codec,
    close: () => {
      registry.closeAllConnections();
      registry.close();
    },
  };
}
