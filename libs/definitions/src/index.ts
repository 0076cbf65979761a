export { applyDefinitions, type ApplyDefinitionsOptions, DefinitionsRefusedError } from './apply-definitions.ts';
export { checkDefinitions } from './check-definitions.ts';
export { checkDirectory, type CheckedDirectory, goodWords } from './check-directory.ts';
export {
  type DefinitionDocument,
  definitionKey,
  type DefinitionKind,
  type FileProblem,
  formatFileProblem,
} from './definition-document.ts';
export { publishDefinitions, type PublishDefinitionsOptions, type PublishReport } from './publish-definitions.ts';
export { type DefinitionFiles, readDefinitionFiles } from './read-definition-files.ts';
export { readStoredDefinitions, type StoredDefinition } from './stored-definitions.ts';
export { parseYamlDocuments, type YamlDocument, type YamlProblem } from './yaml-documents.ts';
