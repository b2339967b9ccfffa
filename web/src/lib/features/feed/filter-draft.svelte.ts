import type { Condition } from '@komod/domain/condition';
import { departmentOf, departments, groupOf } from '@komod/domain/departments';
import { parsePrice } from '@komod/domain/money';
import { defaultPolicy } from '@komod/domain/policy';
import { oneSize, sizeScales, unlabelled, type SizeScaleId } from '@komod/domain/size-scales';
import { sizeSystems } from '@komod/domain/size-systems';
import { categories, groups } from '@komod/domain/taxonomy';
import { plainPrice } from '#lib/words/plain-price.ts';
import { everything, type FeedFilter } from './feed-filter.ts';

const { currency } = defaultPolicy;
const toggled = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
const typed = (minor: number | null): string => (minor === null ? '' : plainPrice(minor, currency));

/** Scales of everything in a department, group or item, in the order of the taxonomy. */
function scalesOf(category: string | null): SizeScaleId[] {
  const inside = categories.filter(
    ({ id }) => category === null || id === category || id.startsWith(`${category}.`),
  );
  const found = inside.flatMap(({ sizeSystem }) => sizeSystems[sizeSystem].scales);
  return [...new Set<SizeScaleId>(found)];
}

/** A filter while it is being chosen. */
export class FilterDraft {
  category = $state<string | null>(null);
  sizes = $state.raw<readonly string[]>([]);
  conditions = $state.raw<readonly Condition[]>([]);
  minPrice = $state('');
  maxPrice = $state('');

  readonly scales: readonly SizeScaleId[] = $derived(scalesOf(this.category));
  /** From the departments down to the items: at each step what can be chosen, and what is. */
  readonly steps = $derived.by(() => {
    const { category } = this;
    const inside = (parent: string) => (node: { id: string }) => node.id.startsWith(`${parent}.`);
    const steps = [{ nodes: departments, chosen: category === null ? null : departmentOf(category) }];
    if (category === null) return steps;
    const group = category.includes('.') ? groupOf(category) : null;
    steps.push({ nodes: groups.filter(inside(departmentOf(category))), chosen: group });
    if (group !== null)
      steps.push({ nodes: categories.filter(inside(group)), chosen: category === group ? null : category });
    return steps;
  });

  constructor(filter: FeedFilter) {
    this.#take(filter);
  }

  #take(filter: FeedFilter): void {
    this.category = filter.category;
    this.sizes = filter.sizes;
    this.conditions = filter.conditions;
    this.minPrice = typed(filter.minPrice);
    this.maxPrice = typed(filter.maxPrice);
  }

  /** Chosen itself, or something in it. */
  isIn(id: string): boolean {
    return this.category === id || (this.category?.startsWith(`${id}.`) ?? false);
  }

  /** Chosen again, it is let go, and what it lies in stays. Sizes that no longer fit go with it. */
  chooseCategory(id: string): void {
    this.category = this.isIn(id) ? id.split('.').slice(0, -1).join('.') || null : id;
    const fitting = new Set<string>([oneSize.id, unlabelled.id]);
    for (const scale of this.scales) for (const size of sizeScales[scale].sizes) fitting.add(size.id);
    this.sizes = this.sizes.filter((size) => fitting.has(size));
  }

  toggleSize(id: string): void {
    this.sizes = toggled(this.sizes, id);
  }

  /** All of them at once; or none of them, when all are chosen. */
  toggleSizes(ids: readonly string[]): void {
    const hasAll = ids.every((id) => this.sizes.includes(id));
    this.sizes = hasAll
      ? this.sizes.filter((id) => !ids.includes(id))
      : [...new Set([...this.sizes, ...ids])];
  }

  toggleCondition(condition: Condition): void {
    this.conditions = toggled(this.conditions, condition);
  }

  clear(): void {
    const { category } = this;
    this.#take({ ...everything, category: category === null ? null : departmentOf(category) });
  }

  /** Whether the text is there and says no amount. */
  isUnreadable(text: string): boolean {
    return text.trim() !== '' && !parsePrice(text, currency, defaultPolicy).ok;
  }

  /** What was chosen; a price that says no amount is left out, and the lower one comes first. */
  get filter(): FeedFilter {
    const { category, sizes, conditions } = this;
    const [min, max] = [this.minPrice, this.maxPrice].map((text) => {
      const amount = parsePrice(text, currency, defaultPolicy);
      return amount.ok && amount.value > 0 ? amount.value : null;
    }) as [number | null, number | null];
    const isSwapped = min !== null && max !== null && min > max;
    return {
      category,
      sizes,
      conditions,
      minPrice: isSwapped ? max : min,
      maxPrice: isSwapped ? min : max,
    };
  }
}
