export default function startStack(): void {}
