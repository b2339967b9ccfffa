declare namespace App {
  interface Error {
    /** The stable code of `{error: {code}}`, where the API refused. */
    code?: string;
    /** Whose closet a removed piece hung in. */
    sellerHandle?: string;
  }
  interface Platform {
    /** The sync server's own router, in the same process: pages need no trip over the network. */
    api(request: Request): Promise<Response>;
  }
}
