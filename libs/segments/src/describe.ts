import { describeSegment } from '@weir/engine';
import { type Asked, jsonAnswer, type Subcommand } from './subcommand.ts';

/** What each segment means, in a sentence. */
export const describe: Subcommand = {
  summary: 'what each segment means, in a sentence with its boundaries written out',
  options: {},
  needsDefinitions: true,
  run: (asked) => {
    const described = describeAll(asked);
    if (asked.isJson) return jsonAnswer(described);
    const blocks = described.map(({ id, name, description }) => `${id} - ${name}\n${indented(description)}`);
    return { output: blocks.join('\n\n'), exitCode: 0 };
  },
};

function describeAll({ segments, id, account }: Asked): readonly { id: string; name: string; description: string }[] {
  const names = new Map(segments.map(({ definition }) => [definition.id, definition.name]));
  return segments
    .filter(({ definition }) => id === null || definition.id === id)
    .map(({ definition }) => ({
      id: definition.id,
      name: definition.name,
      description: describeSegment(definition, account, { names }),
    }));
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
