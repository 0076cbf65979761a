export default function stopStack(): void {}
