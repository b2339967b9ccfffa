import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { komodAdapter } from './adapter.ts';
import { clientParts } from './client-parts.ts';

const here = import.meta.dirname;
const api = process.env.KOMOD_API ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: here,
  resolve: {
    // All that Yjs says through it are two warnings; with it came a builder of DOM nodes and the schemas it checks.
    alias: {
      'lib0/logging': join(here, 'src/lib/platform/yjs-warnings.ts'),
      // What the generated words import for plurals and numbers.
      '../registry.js': join(here, 'src/lib/words/counted-words.ts'),
    },
  },
  plugins: [
    tailwindcss(),
    paraglideVitePlugin({
      project: join(here, 'project.inlang'),
      outdir: join(here, 'src/lib/paraglide'),
      cookieName: 'komod.locale',
      localStorageKey: 'komod.locale',
      strategy: ['cookie', 'localStorage', 'preferredLanguage', 'baseLocale'],
      emitPrettierIgnore: false,
      emitReadme: false,
    }),
    sveltekit({
      adapter: komodAdapter({ api }),
      paths: { relative: false },
      // Every sheet goes out within the page, which is compressed: the first screen waits for no second answer.
      inlineStyleThreshold: 64 * 1024,
      // Registered by src/lib/platform/app-worker.ts after the first screen stands, so that filling the
      // cache never competes with it.
      serviceWorker: { register: false },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Svelte writes style attributes while rendering on the server.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'blob:', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension',
          output: {
            codeSplitting: {
              groups: clientParts(here),
            },
          },
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': api,
      '/media': api,
      '/health': api,
      '/sync': { target: api, ws: true },
    },
  },
});
