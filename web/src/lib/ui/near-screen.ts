import { flushSync } from 'svelte';
import { whenIdle } from './when-idle.ts';

const tellers = new WeakMap<Element, (isNear: boolean) => void>();
/** What is to be told, the latest word of each. */
const news = new Map<Element, boolean>();
let observer: IntersectionObserver | undefined;
/** Nothing was told yet: what is on the screen stands there, and what is near it can wait for the next idle moment. */
let isFirst = true;

/** So much of a frame is spent on drawing what comes near, ms: what is scrolled stays smooth, and comes a frame later. */
const shareMs = 6;
const firstMs = 100;

function tellSome(): void {
  const start = performance.now();
  for (const [element, isNear] of news) {
    news.delete(element);
    const tell = tellers.get(element);
    if (tell) flushSync(() => tell(isNear));
    if (performance.now() - start > shareMs) break;
  }
  if (news.size > 0) requestAnimationFrame(tellSome);
}

/** One for all, however many elements there are: within a screen and a half of what is looked at. */
const watcher = (): IntersectionObserver =>
  (observer ??= new IntersectionObserver(
    (entries) => {
      if (isFirst) whenIdle(tellSome, firstMs);
      else if (news.size === 0) requestAnimationFrame(tellSome);
      isFirst = false;
      for (const { target, isIntersecting } of entries) {
        // What came and went meanwhile is told where it is now, in its turn of now.
        news.delete(target);
        news.set(target, isIntersecting);
      }
    },
    { rootMargin: '150% 0px' },
  ));

/** Tells whenever the element comes near what is looked at, and when it is far again. */
export const nearScreen =
  (tell: (isNear: boolean) => void) =>
  (element: Element): (() => void) => {
    tellers.set(element, tell);
    watcher().observe(element);
    return () => {
      tellers.delete(element);
      news.delete(element);
      watcher().unobserve(element);
    };
  };
