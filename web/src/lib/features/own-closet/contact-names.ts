import type { ContactKind } from '@komod/domain/contact';
import { m } from '#lib/paraglide/messages.js';

export const contactNames: Record<ContactKind, () => string> = {
  instagram: m.mine_contact_instagram,
  telegram: m.mine_contact_telegram,
  whatsapp: m.mine_contact_whatsapp,
  email: m.mine_contact_email,
};
