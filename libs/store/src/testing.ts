export { stateStoreContract } from './contract.ts';
