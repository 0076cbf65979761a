import { Liquid, type TagToken, type Template as LiquidTemplate, type TopLevelToken } from 'liquidjs';
import { describeUnknown } from './wording.ts';
import { templateNames } from './template-names.ts';

/** Why a template could not be read or rendered, in words for its author. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'WEIR_TEMPLATE_FAILED';
}

export interface CompiledText {
  /** Throws a TemplateError when a value is missing or a limit is passed. */
  render(variables: Readonly<Record<string, unknown>>): string;
}

const maxSourceLength = 500_000;
const maxRenderMs = 2_000;
/** Of liquidjs' own count of what filters and tags create. */
const maxCreated = 10_000_000;
const maxTemplateNodes = 100_000;

/** Liquid with missing values and unknown filters as errors, bounded in time and space, and blind to files and prototypes. */
const limits = {
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  ownPropertyOnly: true,
  templates: {},
  relativeReference: false,
  dynamicPartials: false,
  parseLimit: maxSourceLength,
  renderLimit: maxRenderMs,
  memoryLimit: maxCreated,
  timezoneOffset: 'UTC',
  locale: 'en-US',
} as const;

const engines = {
  html: withoutInclusion(new Liquid({ ...limits, outputEscape: 'escape' })),
  plain: withoutInclusion(new Liquid(limits)),
};

/** `html` escapes every value unless the template says `| raw`. */
export type OutputKind = keyof typeof engines;

/** Reads a text with Liquid in it; throws a TemplateError at a mistake of syntax, an unknown filter or a name that is never there. */
export function compileText(source: string, kind: OutputKind, maxLength: number): CompiledText {
  const engine = engines[kind];
  const parsed = attempt(() => engine.parse(source));
  checkNames(engine, parsed);
  return {
    render(variables) {
      const text = attempt(() => engine.renderSync(parsed, variables, { templateLimit: maxTemplateNodes }) as string);
      if (text.length > maxLength)
        throw new TemplateError(`came out ${text.length} characters long; at most ${maxLength} are allowed`);
      return text;
    },
  };
}

function checkNames(engine: Liquid, parsed: LiquidTemplate[]): void {
  for (const [root, field] of attempt(() => engine.globalVariableSegmentsSync(parsed, { partials: false }))) {
    if (typeof root !== 'string') continue;
    const fields = Object.hasOwn(templateNames, root) ? templateNames[root] : undefined;
    if (fields === undefined) throw new TemplateError(describeUnknown('variable', root, Object.keys(templateNames)));
    if (fields !== null && typeof field === 'string' && !fields.includes(field)) {
      throw new TemplateError(describeUnknown(`field of ${root}`, field, fields));
    }
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    throw new TemplateError((error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 300));
  }
}

/** Templates stand by themselves: a tag that would read another one is refused when the template is read. */
function withoutInclusion(engine: Liquid): Liquid {
  for (const name of ['include', 'render', 'layout', 'block']) {
    engine.registerTag(name, {
      parse(token: TagToken, _rest: TopLevelToken[]): never {
        throw new TemplateError(`{% ${token.name} %} is not available: a template stands by itself`);
      },
      render: () => '',
    });
  }
  return engine;
}
