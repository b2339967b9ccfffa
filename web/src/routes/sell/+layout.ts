// Private work lives on the device: there is nothing a server could draw.
export const ssr = false;
