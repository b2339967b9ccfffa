import { createContext, onMount } from 'svelte';
import { KomodApp } from './komod-app.svelte.ts';

const [useAppContext, setAppContext] = createContext<KomodApp>();

/** The composition root of the running app, made once by the root layout. Costs next to nothing until used. */
export const useApp = useAppContext;

export function provideApp(): KomodApp {
  const app = setAppContext(new KomodApp());
  onMount(() => app.start());
  return app;
}
