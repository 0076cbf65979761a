export type { Component } from './component.ts';
export { createHttpEndpoint, type HttpEndpointOptions } from './http-endpoint.ts';
export { type Program, runProgram } from './main-program.ts';
export { commonSettings, ConfigError, type Environment, readConfig } from './read-config.ts';
export { run } from './run.ts';
