/**
 * How people call what a category holds: one of it in English, then other words in both languages. By the place
 * within any department, or by the whole id where a department speaks differently. For search and for reading
 * titles; a card never needs them.
 */
const categoryWords: Readonly<Record<string, string>> = {
  'dresses.day': 'Day dress, dress, midi dress, shirt dress, sundress, summer dress, پیراهن زنانه, سارافون',
  'dresses.evening':
    'Evening dress, gown, ball gown, cocktail dress, party dress, لباس شب, لباس مجلسی, پیراهن مجلسی, ماکسی مجلسی',
  'dresses.mini': 'Mini dress, short dress, پیراهن مینی, لباس کوتاه',
  'dresses.maxi': 'Maxi dress, long dress, لباس ماکسی, ماکسی, پیراهن بلند',
  'dresses.wedding': 'Wedding dress, bridal gown, bridal dress, پیراهن عروس, لباس نامزدی',
  'dresses.jumpsuits': 'Jumpsuit, playsuit, romper, overall, dungarees, اورال, سرهمی',
  'dresses.dresses': 'Dress, girls dress, لباس دخترانه, سارافون دخترانه',
  'dresses.skirts': 'Skirt, دامن دخترانه',
  'tops.t-shirts': 'T-shirt, tee, tees, tee shirt, تیشرت, تی شرت',
  'tops.blouses': 'Blouse, بلوز زنانه, بلوز',
  'tops.shirts':
    'Shirt, button-down, button down shirt, oxford shirt, denim shirt, linen shirt, شومیز, شمیز, پیراهن کتان',
  'tops.camisoles': 'Camisole, cami, tank top, vest top, crop top, halter top, تاپ, نیم تنه, کراپ تاپ',
  'tops.bodysuits': 'Bodysuit, body, بادی',
  'tops.tunics': 'Tunic, kaftan, caftan, تونیک, کفتان',
  'tops.sweatshirts': 'Sweatshirt, hoodie, hoody, hooded sweatshirt, هودی, سویشرت, سوییشرت, سوئیشرت, دورس',
  'tops.polo-shirts': 'Polo shirt, polo, پولوشرت, تیشرت یقه دار, پلوشرت',
  'tops.vests': 'Vest, tank top, undershirt, زیرپوش, رکابی',
  'tops.jumpers': 'Jumper, sweater, pullover, cardigan, پلیور, ژاکت, بافت',
  'knitwear.jumpers':
    'Jumper, sweater, pullover, knit, knit jumper, cashmere jumper, پلیور, پولیور, بافت, بلوز بافت',
  'knitwear.cardigans': 'Cardigan, cardi, knit jacket, ژاکت, ژاکت بافت, کاردیگان, ژاکت بافتنی',
  'knitwear.turtlenecks': 'Turtleneck, roll neck, polo neck, mock neck, یقه اسکی, یقه‌اسکی',
  'knitwear.vests': 'Knitted vest, knit vest, sweater vest, tank knit, جلیقه بافت, وست بافت',
  'knitwear.ponchos': 'Poncho, cape, پانچو, شنل',
  'jackets.manteaus': 'Manteau, manto, مانتو, مانتو جلوباز, رویه, مانتو کتی, عبا, abaya',
  'jackets.blazers': 'Blazer, sport coat, sports jacket, tweed jacket, بلیزر, کت تک, کت زنانه, کت',
  'jackets.coats': 'Coat, overcoat, wool coat, pea coat, duffle coat, پالتو, پالتو پشمی, پالتو فوتر',
  'jackets.trench-coats':
    'Trench coat, trench, raincoat, rain jacket, mac, بارانی, ترنچ کت, ترنچ, پالتو بارانی',
  'jackets.raincoats': 'Raincoat, trench coat, rain jacket, mac, بارانی, ترنچ کت',
  'jackets.puffers':
    'Puffer jacket, puffer, down jacket, padded jacket, parka, anorak, ski jacket, کاپشن, کاپشن پر, پافر, اورکت, بادگیر',
  'jackets.denim': 'Denim jacket, jean jacket, jeans jacket, trucker jacket, کت جین, کت لی, ژاکت جین',
  'jackets.leather': 'Leather jacket, biker jacket, suede jacket, کت چرم, کاپشن چرم, کت چرمی',
  'jackets.gilets': 'Gilet, body warmer, bodywarmer, padded vest, جلیقه, وست',
  'jackets.chadors': 'Chador, چادر, چادر مشکی, چادر نماز',
  'jackets.suit-jackets': 'Suit jacket, dinner jacket, tuxedo jacket, کت رسمی, کت مجلسی, کت مردانه',
  'kids.jackets.coats': 'Coat, puffer jacket, parka, snowsuit, کاپشن, پالتو, کاپشن بچگانه',
  'jackets.jackets': 'Jacket, blazer, denim jacket, gilet, کت, کت جین, جلیقه',
  'trousers.jeans': 'Jeans, jean, denim, mom jeans, skinny jeans, شلوار جین, جین, شلوار لی, شلوار مام',
  'trousers.tailored':
    'Tailored trousers, trousers, pants, dress pants, slacks, suit trousers, شلوار پارچه‌ای, شلوار رسمی, شلوار راسته',
  'trousers.wide-leg':
    'Wide-leg trousers, palazzo, culottes, flared trousers, flares, شلوار گشاد, شلوار واید, شلوار دمپا, دمپا گشاد',
  'trousers.leggings': 'Leggings, legging, ساپورت, لگینگ, لگ',
  'trousers.joggers':
    'Joggers, sweatpants, track pants, jogging bottoms, اسلش, شلوار اسلش, شلوار گرمکن, شلوار ورزشی',
  'trousers.shorts': 'Shorts, bermuda, denim shorts, شلوارک, شورتک, شلوارک جین',
  'trousers.chinos': 'Chinos, chino, khakis, شلوار کتان, شلوار کتون',
  'trousers.cargo': 'Cargo trousers, cargo pants, cargos, شلوار شش جیب, شلوار کارگو, کارگو',
  'trousers.trousers': 'Trousers, pants, joggers, sweatpants, شلوار, اسلش',
  'skirts.mini': 'Mini skirt, short skirt, دامن مینی, دامن کوتاه',
  'skirts.midi': 'Midi skirt, skirt, pencil skirt, pleated skirt, دامن, دامن پلیسه, دامن فون',
  'skirts.maxi': 'Maxi skirt, long skirt, دامن ماکسی, دامن بلند',
  'suits.suits': 'Suit, trouser suit, pantsuit, two-piece suit, tuxedo, کت و شلوار, کت‌وشلوار, کت شلوار',
  'suits.sets':
    'Matching set, co-ord, co ord, two piece, two-piece set, ست لباس, ست, ست کت و دامن, کت و دامن',
  'suits.waistcoats': 'Waistcoat, suit vest, جلیقه رسمی, جلیقه مجلسی',
  'sports.tops': 'Sports top, sports bra, gym top, running top, تاپ ورزشی, تیشرت ورزشی, نیم تنه ورزشی',
  'sports.leggings':
    'Sports leggings, yoga pants, gym leggings, running tights, لگینگ ورزشی, لگ ورزشی, ساپورت ورزشی',
  'sports.tracksuits': 'Tracksuit, track suit, track jacket, گرمکن, ست ورزشی, گرمکن شلوار, ست گرمکن',
  'sports.swimwear':
    'Swimsuit, swimming costume, bikini, swim shorts, swim trunks, burkini, مایو, بیکینی, مایو اسلامی',
  'sports.football-shirts':
    'Football shirt, football jersey, soccer jersey, jersey, لباس فوتبال, پیراهن فوتبال, کیت',
  'nightwear.pyjamas':
    'Pyjamas, pajamas, pyjama, pajama, nightdress, nightgown, nightie, loungewear, پیژامه, پیژاما, لباس خواب, لباس راحتی, ست راحتی',
  'nightwear.robes': 'Dressing gown, bathrobe, robe, kimono, ربدوشامبر, روبدوشامبر, حوله پالتویی',
  'shoes.boots': 'Boots, boot, knee boots, chelsea boots, hiking boots, بوت, چکمه, پوتین, نیم بوت',
  'women.shoes.boots':
    'Boots, boot, knee boots, knee-high boots, over the knee boots, hiking boots, بوت, چکمه, پوتین',
  'shoes.ankle-boots': 'Ankle boots, ankle boot, chelsea boots, booties, نیم بوت, نیم‌بوت, بوت کوتاه',
  'shoes.trainers':
    'Trainers, trainer, sneakers, sneaker, running shoes, tennis shoes, کتانی, کتونی, اسنیکر, کفش ورزشی, کفش اسپرت',
  'shoes.heels':
    'Heels, high heels, pumps, stilettos, court shoes, کفش پاشنه بلند, پاشنه بلند, کفش مجلسی, کفش پاشنه دار',
  'shoes.flats':
    'Flats, ballerinas, ballet flats, ballet pumps, mary janes, espadrilles, کفش تخت, کفش عروسکی, باله',
  'shoes.loafers': 'Loafers, loafer, moccasins, brogues, oxfords, کالج, کفش کالج, لوفر',
  'shoes.sandals': 'Sandals, sandal, wedges, صندل, صندل تابستانی',
  'shoes.slippers': 'Slippers, slipper, mules, clogs, flip flops, slides, دمپایی, صابو, روفرشی, صندل راحتی',
  'shoes.formal': 'Formal shoes, dress shoes, oxfords, brogues, derby shoes, کفش رسمی, کفش مجلسی, کفش چرم',
  'shoes.smart': 'Smart shoes, mary janes, party shoes, school shoes, کفش مهمانی, کفش مجلسی, کفش مدرسه',
  'bags.handbags': 'Handbag, bag, top handle bag, bowling bag, hobo bag, کیف دستی, کیف زنانه, کیف',
  'bags.shoulder': 'Shoulder bag, baguette bag, messenger bag, satchel, کیف دوشی, کیف رودوشی, کیف شانه‌ای',
  'bags.crossbody':
    'Crossbody bag, cross-body bag, camera bag, belt bag, bum bag, fanny pack, کیف کج, کیف پاسپورتی, کیف کمری',
  'bags.totes': 'Tote bag, tote, shopper, shopping bag, توت بگ, ساک دستی, کیف پارچه‌ای',
  'bags.clutches': 'Clutch, clutch bag, evening bag, pochette, کیف مجلسی, کلاچ, کیف زنانه مجلسی',
  'bags.backpacks': 'Backpack, rucksack, کوله پشتی, کوله',
  'bags.purses': 'Purse, wallet, card holder, coin purse, کیف پول, جاکارتی',
  'bags.wallets': 'Wallet, card holder, billfold, کیف پول, جاکارتی, کیف پول مردانه',
  'bags.briefcases': 'Briefcase, laptop bag, work bag, کیف اداری, کیف لپ تاپ, سامسونت',
  'jewellery.necklaces': 'Necklace, pendant, chain, choker, گردنبند, گردن بند, زنجیر, آویز',
  'jewellery.earrings': 'Earrings, earring, hoops, studs, گوشواره, گوشواره حلقه‌ای',
  'jewellery.bracelets': 'Bracelet, bangle, cuff bracelet, anklet, دستبند, دست بند, النگو, پابند',
  'jewellery.rings': 'Ring, انگشتر, حلقه',
  'jewellery.brooches': 'Brooch, pin, گل سینه, سنجاق سینه',
  'jewellery.watches': 'Watch, wristwatch, wrist watch, ساعت مچی, ساعت, ساعت زنانه',
  'accessories.watches': 'Watch, wristwatch, wrist watch, ساعت مچی, ساعت, ساعت مردانه',
  'accessories.scarves':
    'Scarf, shawl, silk scarf, headscarf, pashmina, hijab, شال, روسری, مینی اسکارف, شال گردن, مقنعه',
  'men.accessories.scarves': 'Scarf, neck scarf, شال گردن, شال مردانه, دستمال گردن',
  'accessories.belts': 'Belt, کمربند, کمربند چرم',
  'accessories.hats':
    'Hat, cap, beanie, beret, baseball cap, bucket hat, sun hat, کلاه, کپ, کلاه کپ, کلاه بافت, بره',
  'kids.accessories.hats': 'Hat, cap, beanie, scarf, gloves, mittens, کلاه, شال گردن, دستکش, شال و کلاه',
  'accessories.gloves': 'Gloves, glove, mittens, دستکش, دستکش چرم',
  'accessories.sunglasses': 'Sunglasses, shades, glasses, عینک آفتابی, عینک, عینک دودی',
  'accessories.hair':
    'Hair accessory, hair clip, claw clip, headband, scrunchie, گل سر, تل, گیره مو, کش مو, کلیپس',
  'accessories.tights': 'Tights, socks, stockings, hosiery, جوراب, جوراب شلواری, پاپوش',
  'accessories.socks': 'Socks, sock, جوراب, جوراب مردانه',
  'accessories.ties': 'Tie, necktie, bow tie, pocket square, کراوات, پاپیون, دستمال جیب',
  'accessories.rings': 'Ring, signet ring, انگشتر, انگشتر عقیق, حلقه',
  'accessories.bags': 'Bag, backpack, school bag, lunch bag, کیف مدرسه, کوله پشتی, کوله, کوله مدرسه',
  'baby.bodysuits': 'Bodysuit, onesie, baby vest, بادی, بادی نوزاد, زیردکمه',
  'baby.sleepsuits': 'Sleepsuit, babygrow, romper, onesie, سرهمی, سرهمی نوزاد, رامپر',
  'baby.sets': 'Baby set, layette, newborn set, ست نوزادی, ست بیمارستانی, سیسمونی',
  'more.school': 'School uniform, pinafore, روپوش مدرسه, روپوش, فرم مدرسه, مانتو مدرسه',
  'more.sportswear':
    'Sportswear, tracksuit, football shirt, gym kit, لباس ورزشی, گرمکن, ست ورزشی, لباس فوتبال',
  'more.swimwear': 'Swimwear, swimsuit, swim shorts, bikini, مایو, مایو بچگانه',
  'more.pyjamas': 'Pyjamas, pajamas, nightdress, sleep sack, پیژامه, لباس خواب, لباس راحتی',
  'toys.soft-toys':
    'Soft toy, doll, teddy, teddy bear, plush, cuddly toy, عروسک, خرس عروسکی, باربی, عروسک پولیشی',
  'toys.building': 'Building toy, building blocks, lego set, duplo, لگو, ساختنی, آجره, خانه سازی',
  'toys.games': 'Game, board game, puzzle, jigsaw, بازی فکری, پازل, بردگیم, اسباب بازی, toy',
  'toys.books': 'Children’s book, book, picture book, کتاب کودک, کتاب, کتاب داستان',
  'gear.prams': 'Pram, pushchair, stroller, buggy, کالسکه, عصایی, کریر',
  'gear.carriers': 'Baby carrier, baby sling, baby wrap, آغوشی, آغوشی نوزاد',
  'textiles.cushions': 'Cushion, pillow, throw pillow, cushion cover, کوسن, بالش, روکوسنی, بالشت',
  'textiles.throws': 'Throw, blanket, quilt, plaid, پتو, شال مبل, لحاف, پتو مسافرتی',
  'textiles.bedding':
    'Bedding, duvet cover, bed sheet, bedspread, bed linen, pillowcase, روتختی, ملحفه, سرویس خواب, کاور لحاف, روبالشی',
  'textiles.towels': 'Towel, bath towel, beach towel, حوله, حوله استخری, حوله دستی',
  'textiles.tablecloths': 'Tablecloth, table runner, napkins, placemats, رومیزی, رانر, سفره, ترمه, قلمکار',
  'textiles.curtains': 'Curtain, curtains, drapes, پرده, پرده حریر',
  'textiles.rugs': 'Rug, kilim, carpet, gabbeh, فرش, قالیچه, گلیم, گبه, جاجیم, فرشینه',
  'decor.vases': 'Vase, flower vase, plant pot, pot, گلدان, گلدون, گلدان سفالی',
  'decor.candles': 'Candle, candlestick, candle holder, tealight holder, شمع, شمعدان, جاشمعی, وارمر',
  'decor.mirrors': 'Mirror, wall mirror, آینه, آیینه, آینه قدی, آینه دیواری',
  'decor.art':
    'Picture, poster, art print, painting, photo frame, picture frame, frame, تابلو, قاب عکس, قاب, نقاشی, پوستر',
  'decor.clocks': 'Clock, wall clock, alarm clock, ساعت دیواری, ساعت رومیزی',
  'decor.ornaments': 'Ornament, figurine, statue, sculpture, مجسمه, دکوری, تندیس, تزئینی, میناکاری, خاتم',
  'kitchen.tableware':
    'Plate, plates, bowl, bowls, dinner set, serving dish, crockery, بشقاب, کاسه, سرویس غذاخوری, دیس, پیاله',
  'kitchen.glassware': 'Glass, glasses, mug, mugs, cup, wine glasses, لیوان, ماگ, فنجان, جام, استکان',
  'kitchen.tea-coffee':
    'Tea set, teapot, coffee maker, cafetiere, samovar, moka pot, قوری, سرویس چای, سرویس چای‌خوری, سماور, موکاپات, فرنچ پرس, قهوه ساز',
  'kitchen.cutlery': 'Cutlery, knife, fork, spoon, knife set, قاشق, چنگال, قاشق چنگال, کارد, چاقو',
  'kitchen.cookware': 'Pan, pot, frying pan, saucepan, casserole, baking dish, قابلمه, تابه, ماهیتابه, کتری',
  'lighting.lamps': 'Lamp, table lamp, floor lamp, desk lamp, آباژور, چراغ مطالعه, چراغ رومیزی, چراغ خواب',
  'lighting.ceiling': 'Ceiling light, chandelier, pendant light, lampshade, لوستر, چراغ سقفی, آویز سقفی',
  'furniture.chairs': 'Chair, stool, armchair, bar stool, صندلی, چهارپایه, مبل تک, پاف',
  'furniture.tables':
    'Side table, coffee table, bedside table, nightstand, میز عسلی, میز جلومبلی, پاتختی, میز',
  'furniture.storage':
    'Shelf, shelves, bookshelf, storage box, basket, drawer, شلف, قفسه, سبد, باکس, کتابخانه',
};

/** The words of a category, what one piece of it is called in English first. */
export const wordsOf = (categoryId: string): string[] =>
  (categoryWords[categoryId] ?? categoryWords[categoryId.slice(categoryId.indexOf('.') + 1)] ?? '')
    .split(', ')
    .filter((word) => word !== '');

const wordsOfDepartments: Readonly<Record<string, string>> = {
  women: "women, women's, woman, womens, ladies, lady, female, زنانه, خانم, بانوان",
  men: "men, men's, man, mens, gents, male, مردانه, آقایان, آقا",
  kids: 'kids, kid, child, children, girls, girl, boys, boy, baby, toddler, newborn, بچگانه, بچه, کودک, دخترانه, پسرانه, نوزاد, نوزادی',
};

/** Words in a title that say whose it is. */
export const departmentWords = (department: string): string[] =>
  (wordsOfDepartments[department] ?? '').split(', ').filter((word) => word !== '');
