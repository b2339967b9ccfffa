const tellers = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One for all, however many elements there are: within a screen and a half of what is looked at. */
const watcher = (): IntersectionObserver =>
  (observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) tellers.get(target)?.(isIntersecting);
    },
    { rootMargin: '150% 0px' },
  ));

/** Tells whenever the element comes near what is looked at, and when it is far again. */
export const nearScreen =
  (tell: (isNear: boolean) => void) =>
  (element: Element): (() => void) => {
    tellers.set(element, tell);
    watcher().observe(element);
    return () => watcher().unobserve(element);
  };
