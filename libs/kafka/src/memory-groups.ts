import { type GroupMember, type GroupOptions } from './port.ts';
import { assignSticky } from './sticky-assigner.ts';

interface Member {
  readonly id: string;
  readonly options: GroupOptions;
  owned: readonly number[];
}

/** Consumer groups in memory: whenever a member comes or goes, everyone is told its partitions. */
export class MemoryGroups {
  readonly #groups = new Map<string, Member[]>();
  readonly #countOf: (topic: string) => number;
  #joined = 0;

  constructor(countOf: (topic: string) => number) {
    this.#countOf = countOf;
  }

  join(options: GroupOptions): GroupMember {
    const member: Member = { id: `member-${(this.#joined += 1)}`, options, owned: [] };
    const members = [...(this.#groups.get(options.groupId) ?? []), member];
    this.#groups.set(options.groupId, members);
    this.#rebalance(options.groupId);
    return {
      commitOffsets: () => Promise.resolve(),
      leave: () => {
        const left = (this.#groups.get(options.groupId) ?? []).filter((one) => one !== member);
        this.#groups.set(options.groupId, left);
        this.#rebalance(options.groupId);
        return Promise.resolve();
      },
    };
  }

  #rebalance(groupId: string): void {
    const members = this.#groups.get(groupId) ?? [];
    const topic = members[0]?.options.topics[0];
    if (topic === undefined) return;
    const assigned = assignSticky(this.#countOf(topic), members.map(({ id, owned }) => ({ memberId: id, owned }))); // prettier-ignore
    for (const member of members) {
      member.owned = assigned.get(member.id) ?? [];
      const { owned } = member;
      queueMicrotask(() => {
        if (this.#groups.get(groupId)?.includes(member) === true && member.owned === owned)
          member.options.onAssigned(owned);
      });
    }
  }
}
