// Private work lives on the device: there is nothing a server could draw, and one empty page is kept for all of it.
export const ssr = false;
export const prerender = 'auto';
