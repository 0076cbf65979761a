export {
  type AutomationSinkOptions,
  createAutomationSink,
  type SinkParts,
  type Surroundings,
} from './automation-sink.ts';
export { type Connections, createConnections, stopping } from './connections.ts';
export { createMessageService, type MessageServiceOptions } from './message-service.ts';
export { type MessageSettings, messageSettings, sinkSettings } from './sink-settings.ts';
export { sinkStores, sinkTopics, type SinkTopics, sinkTopology, type SinkTopologyOptions } from './sink-topology.ts';
