import { answer } from './answer.ts';
import { parseOptions } from './options.ts';
import { SegmentsError } from './segments-error.ts';
import { subcommands } from './subcommands.ts';
import { usageOf } from './usage.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args, subcommands);
    if (options === 'help') return say(process.stdout, usageOf(subcommands), 0);
    const { output, exitCode } = await answer(options);
    return say(process.stdout, `${output}\n`, exitCode);
  } catch (error) {
    if (!(error instanceof SegmentsError)) throw error;
    return say(process.stderr, `${error.message}\n`, error.code === 'WEIR_SEGMENTS_OPTION' ? 2 : 1);
  }
}

function say(stream: NodeJS.WriteStream, text: string, exitCode: number): number {
  stream.write(text);
  return exitCode;
}
