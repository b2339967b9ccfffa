/** Calls `seen` when the element comes within two screens of what is looked at; once. */
export const whenSeen =
  (seen: () => void) =>
  (element: Element): (() => void) => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        seen();
      },
      { rootMargin: '200% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
