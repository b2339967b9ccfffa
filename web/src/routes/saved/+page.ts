// What somebody saved stands on their device: there is nothing a server could draw.
export const ssr = false;
