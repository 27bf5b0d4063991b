/// The time zones of the IANA time zone database (release 2025b, in the public domain), from 1980 on.
///
/// A line is: names; offset from UTC at the start of 1980; the rule that holds after the last listed change;
/// offsets; changes. Offsets and times of day are minutes. A rule is the standard offset, and where there is
/// summer time: its offset, the month, week (5: the last) and weekday on which it starts, the local time, and
/// the same for its end. A change is the time since the one before (since 1980-01-01 for the first) in
/// quarter hours, or after a point in minutes, to base 36, and a capital letter for the number of the new
/// offset.
let timeZoneData = """
  Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar Africa\
  /Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Timbuktu Atlantic/Reyk\
  javik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwi\
  ch Iceland;0;0;;
  Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Afric\
  a/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte;180;180;;
  Africa/Algiers;0;60;60 0;8ioAe04Bdh8A
  Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lua\
  nda Africa/Malabo Africa/Niamey Africa/Porto-Novo;60;60;;
  Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lu\
  saka Africa/Maputo;120;120;;
  Africa/Cairo Egypt;120;120 180 4.5.5 0 10.5.4 1440;180 120;8ykAbc4Bfp8Abc4BlzwA51gBl18A604BfrwAbc4Bfp8Ab\
  c4Bfp8Abc4Bfp8Abc4BfrwAbc4Bg2kAaysBfp8Abc4Bfp8Abc4BfrwAbc4Bfp8Abc4Bfp8Abc4Bfh4AbekBfk4AbekBfk4AbekBfk4Ab\
  ekBg2sAbekBfk4AbekBfk4AbekBfk4AbekBfk4AbekBg2sAbekBfk4AbekBfk4AavwBg2sA9ukBh44A9bwBhmsA8t8Bio4A7mkB284A1\
  jwB2q04A33wB2lgA458B6gasA
  Africa/Casablanca;0;60;60 0;35s0A1cl8Bgug4A6t8Bk84A5zwBitgA798BhmsA8t8Bk8cA62oB2aoA31cBfk0A56oB2ioA5s0Bb\
  eoA6o0B2lcA6aoBbeoA5pcB2lcA79cBbeoA56oB2lcA8aoBaw0A45cB340A8tcBaw0A3moB2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B3\
  40Anc0B2lcAnuoB2lcAnc0B340Anc0B2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B340Anc0B2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B3\
  40Anc0B340Anc0B2lcA
  Africa/Ceuta;0;60 120 3.5.0 120 10.5.0 180;60 120;35s0A1j44BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00AdhcBdhcA\
  dhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00B
  Africa/El_Aaiun;0;60;60 0;lctcA6t8Bk84A5zwBitgA798BhmsA8t8Bk8cA62oB2aoA31cBfk0A56oB2ioA5s0BbeoA6o0B2lcA6\
  aoBbeoA5pcB2lcA79cBbeoA56oB2lcA8aoBaw0A45cB340A8tcBaw0A3moB2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B340Anc0B2lcAn\
  uoB2lcAnc0B340Anc0B2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B340Anc0B2lcAnuoB2lcAnc0B340Anc0B2lcAnc0B340Anc0B340An\
  c0B2lcA
  Africa/Johannesburg Africa/Maseru Africa/Mbabane;120;120;;
  Africa/Juba;120;120;180 120;8nsAcnwBeasAcqkBe84Act8Be5gAcvwBelgAcikBeg4Acl8BaplgAftfwB
  Africa/Khartoum;120;120;180 120;8nsAcnwBeasAcqkBe84Act8Be5gAcvwBelgAcikBeg4Acl8BaplgAddfwB
  Africa/Ndjamena;120;60;60;4ygA
  Africa/Sao_Tome;0;0;60 0;sk5gAr1cB
  Africa/Tripoli Libya;120;120;60 120;1i54A6o4BdjwAdhgBdjwAdk4BdjwAdusBd6kAdpgBdh8Adc4BdjwAdk4BdjwAdhgBdjw\
  AfxgB4tekAds4Bbq5gAaaoB
  Africa/Tunis;60;60;120 60;6bp8A8lcBdhcAdhcBg80Ab9cBaylcAb9gBd44Ag2oBaw0Ag2oBbeoAfk0B
  Africa/Windhoek;120;120;60 120;aonsAcdoBfjwAbesBg2kAaw4Bg2kAbesBfjwAbesBfjwAbesBfjwAbesBfjwAbesBg2kAaw4B\
  g2kAbesBfjwAbesBfjwAbesBfjwAbesBfjwAbesBg2kAbesBfjwAbesBfjwAbesBfjwAbesBfjwAbesBg2kAaw4Bg2kAbesBfjwAbesB\
  fjwAbesBfjwAbesB
  America/Adak America/Atka US/Aleutian;-660;-600 -540 3.2.0 120 11.1.0 120;-600 -660 -540;8pgAdh8BdhgAdh8\
  BdhgAdzwBcysArh8Cdh8AdhgCdh8AdhgCdh8AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbes\
  CfjwAbxgCf18AbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwA9usC
  America/Anchorage US/Alaska;-600;-540 -480 3.2.0 120 11.1.0 120;-540 -600 -480;8pcAdh8BdhgAdh8BdhgAdzwBc\
  ysArh8Cdh8AdhgCdh8AdhgCdh8AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf\
  18AbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwA9usC
  America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica Ame\
  rica/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Montser\
  rat America/Port_of_Spain America/Puerto_Rico America/St_Barthelemy America/St_Kitts America/St_Lucia Am\
  erica/St_Thomas America/St_Vincent America/Tortola America/Virgin;-240;-240;;
  America/Araguaina;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8B49hgA8t8BhmsA9ukBh6sAat8B\
  glgA9ukBglgAavwBglgA9ukBhmsA9bwBj6sA7rwB79usA8t8B
  America/Argentina/Buenos_Aires America/Buenos_Aires;-180;-180;-120 -180;6p9oA6ykBglgAad8Bh44A9ukBh44A9uk\
  Bh44Aad8Bb4tgA5p8Bg2sAavwB
  America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Catamarca;-180;-180;-120 -180 -240;\
  6p9oA6ykBglgAad8Bh44A9ukCh48A9ugBh44Aad8B8g04C1esB2nekA5p8B
  America/Argentina/Cordoba America/Cordoba America/Rosario;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A\
  9ukCh48A9ugBh44Aad8Bb4tgA5p8Bg2sAavwB
  America/Argentina/Jujuy America/Jujuy;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8ChmwBad8Cf1gAavsBh44Aad8B\
  b4tgA5p8B
  America/Argentina/La_Rioja;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9p8C4ywBcakA9ukBh44Aad8B8g04C1e\
  sB2nekA5p8B
  America/Argentina/Mendoza America/Mendoza;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Cgo8Ba58Cgw4Ba7wCh44A\
  ad4B8fc4C9c4B2g58A5p8B
  America/Argentina/Rio_Gallegos;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9ukBh44A9ukBh44Aad8B8g04C1e\
  sB2nekA5p8B
  America/Argentina/Salta;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9ukCh48A9ugBh44Aad8Bb4tgA5p8B
  America/Argentina/San_Juan;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9p8C4ywBcakA9ukBh44Aad8B8fxgC42\
  sB2kt8A5p8B
  America/Argentina/San_Luis;-180;-180;-120 -180 -240;6p9oA6ykBglgAb3wCfxkBa58C6tgB9rp8C42sB2kt8A1mkB3k4Cg\
  2sBavwCg2sB
  America/Argentina/Tucuman;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9ukCh48A9ugBh44Aad8B8g04Cw4B2nx8\
  A5p8Bg2sAavwB
  America/Argentina/Ushuaia;-180;-180;-120 -180 -240;6p9oA6ykBglgAad8Bh44A9ukBh44A9ukBh44Aad8B8fusC1k4B2ne\
  kA5p8B
  America/Asuncion;-180;-180;-240 -180;6r0Adk4Bdh8Adk4Bdh8Adk4Bdh8Adk4BdjwAdk4Bdh8Adk4Bdh8Adk4Bdh8Adk4Bdjw\
  Adk4Bdh8Af44Bbx8Adk4Bdh8AdxgBavwAg5gBd3wAdmsBb18Ag04BaykAg2sBb98Ag84Bad8AglgBavwAg2sBbekAfk4BbekAfk4Bbek\
  Ag2sBdh8Aaw4Bg2kAbesBfjwAeisBavwAg2sBavwAg2sBavwAglgBad8AglgBad8AglgBcykAcysBdzwAcysBdzwAdhgBcfwAeisBcfw\
  AeisBcfwAeisBcykAe04BcykAe04BcykAeisBcfwAeisBcfwAeisBcykAe04BcykAe04BcykAe04BcykAeisB
  America/Atikokan America/Cayman America/Coral_Harbour America/Panama EST;-300;-300;;
  America/Bahia;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8Bio4A8t8Bi5gA8akBj6sA798Bj6sA9\
  bwBhmsA9bwBhmsA8t8BhmsA9ukBh6sAat8BglgA9ukBglgAavwBglgA9ukBhmsA9bwBj6sA7rwB6idgA9ukB
  America/Bahia_Banderas;-420;-360;-360 -420 -300;c83oAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBe04AavwBe04Af18\
  BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgCfjsAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCf18\
  AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwA
  America/Barbados;-240;-240;-180 -240;860Abp8B
  America/Belem;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwB
  America/Belize;-360;-360;-300 -360;2860A458B
  America/Boa_Vista;-240;-240;-180 -240;4dxsA9ukBglgA8akBiqsA7rwB8r9gAavwBglgAikB
  America/Bogota;-300;-300;-240 -300;99skAkqkB
  America/Boise America/Denver America/Edmonton America/Inuvik America/Shiprock America/Yellowknife Canada\
  /Mountain MST7MDT Navajo US/Mountain;-420;-420 -360 3.2.0 120 11.1.0 120;-360 -420;8p0Adh8BdhgAdh8BdhgAd\
  zwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAf\
  jwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Cambridge_Bay;-420;-420 -360 3.2.0 120 11.1.0 120;-360 -420 -300;8p0Adh8BdhgAdh8BdhgAdzwBcysAdzw\
  BdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18\
  BbxgAf18BbxgAf18BbxgAqykCg2cAqgcBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Campo_Grande;-240;-240;-180 -240;4dxsA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8Bio4A8t8Bi5gA8akBj6sA79\
  8Bj6sA9bwBhmsA9bwBhmsA8t8BhmsA9ukBh6sAat8BglgA9ukBglgAavwBglgA9ukBhmsA9bwBj6sA7rwBi5gA8t8Bjc4A858BhmsA9b\
  wBj6sA8akBh44A9bwBi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9ukBhmsA8t8Bi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9bwBhmsA9bwBj6sA7r\
  wB
  America/Cancun;-360;-300;-300 -360 -240;1hq8Arp0B9yocAf18BbxgAqykC8t8A684BbxgAfjwBbesAfjwBe04AavwBe04Af1\
  8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18B79gA
  America/Caracas;-240;-240;-270 -240;kzvgA6b40B
  America/Cayenne Antarctica/Rothera Etc/GMT+3;-180;-180;;
  America/Chicago America/Menominee CST6CDT US/Central;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;8owAd\
  h8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf\
  jwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAf\
  jwB9usA
  America/Chihuahua;-360;-360;-300 -360 -420;c83kAf18BbxgAf18BqysCbxgBfjwCbesBfjwCe04BavwCe04Bf18CbxgBf18C\
  bxgBfjwCbesBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBf18CbxgBfjwC\
  besBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesB
  America/Ciudad_Juarez;-360;-420 -360 3.2.0 120 11.1.0 120;-300 -360 -420;c83kAf18BbxgAf18BqysCbxgBfjwCbe\
  sBfjwCe04BavwCe04Bf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CadgBhmkC9c4BhmkC9c4BhmkC9c\
  4BhmkC9c4BhmkC9c4BhmkC9usBhmkC9c4BhmkC9c4BhmkC9c4BhmkC9c4BhmkC9usBhmkC9c4BjecC7kcB
  America/Costa_Rica;-360;-360;-300 -360;40oA798B7zpgAc2kBew4A47wB
  America/Coyhaique;-180;-180;-240 -180;51oAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2sBavwAg2sBavwAg2sBdh8AdhgBbe\
  kAfk4BbekAg2sBavwAe04BcykAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAeisBdzwAe04BbekAg2sBav\
  wAg2sBavwAg2sBavwAg2sBbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAfk4BcykAe04BfjwA7s4BinwA9c4BhmkA9usBh3\
  wA9usB19mkA6qsBk7wA6qsBk7wA6qsBhmkAbesBfjwAbesBfjwAbesBfjwAbxgBf18AbesBg2kAbesB
  America/Creston America/Dawson_Creek America/Phoenix MST US/Arizona;-420;-420;;
  America/Cuiaba;-240;-240;-180 -240;4dxsA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8Bio4A8t8Bi5gA8akBj6sA798Bj6sA\
  9bwBhmsA9bwBhmsA8t8BhmsA9ukBh6sAat8BglgA9ukBglgAavwBglgA9ukBhmsA9bwBj6sA7rwB1aasA858BhmsA9bwBj6sA8akBh44\
  A9bwBi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9ukBhmsA8t8Bi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9bwBhmsA9bwBj6sA7rwB
  America/Danmarkshavn;-180;0;-120 -180 0;74kAcy8BdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcB\
  dhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcB7c8C
  America/Dawson America/Whitehorse Canada/Yukon;-480;-420;-420 -480;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAd\
  h8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf\
  18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmkB9c4AhmkB9c4AhmkB9usAh\
  mkB9c4AhmkB9c4AhmkB9c4AhmkB9c4AhmkB9c4AhmkB9usAhmkB9c4AhmkB9c4AhmkB9c4AhmkB9c4A
  America/Detroit America/Kentucky/Louisville America/Louisville America/Montreal America/Nassau America/N\
  ew_York America/Nipigon America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT US/Eastern US/Michiga\
  n;-300;-300 -240 3.2.0 120 11.1.0 120;-240 -300;8osAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8B\
  bxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwB\
  besAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Eirunepe;-300;-300;-240 -300;4dxwA9ukBglgA8akBiqsA7rwB4a04A9bwBas04A41jwB
  America/El_Salvador;-360;-360;-300 -360;5igoAavwBg2sAavwB
  America/Ensenada America/Santa_Isabel America/Tijuana Mexico/BajaNorte;-480;-480 -420 3.2.0 120 11.1.0 1\
  20;-420 -480;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxg\
  Af18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18Bbxg\
  AfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BadgA
  America/Fort_Nelson;-480;-420;-420 -480;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18B\
  bxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwB\
  besAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmkB9c4AhmkB9c4AhmkB9usAhmkB9c4AhmkB9c4AhmkB9c4AhmkB\
  9c4AhmkB9c4A
  America/Fort_Wayne America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Vevay America/In\
  dianapolis US/East-Indiana;-300;-300 -240 3.2.0 120 11.1.0 120;-240 -300;jq8sAfjwB9usA
  America/Fortaleza;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8B78tgAavwBglgA118Bqg4A9bwB
  America/Glace_Bay America/Halifax Atlantic/Bermuda Canada/Atlantic;-240;-240 -180 3.2.0 120 11.1.0 120;-\
  180 -240;8ooAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18\
  BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjw\
  BbesAfjwBbesAfjwB9usA
  America/Godthab America/Nuuk;-180;-120 -60 3.5.0 -60 10.5.0 0;-120 -180 -60;74kAcy8BdhcAdhcBdhcAdhcBdhcA\
  dhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A\
  fk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoA\
  fk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A\
  g2oBaw0ArhcC
  America/Goose_Bay;-240;-240 -180 3.2.0 120 11.1.0 120;-180 -240 -120;8ooAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhg\
  Adh8BdhgAdh8BdhgAdh8B.4yudAf18BbxgCfjsBbewAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18Bb\
  xgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmkB9c4AhmkB9c4AhmkB9\
  usAhmkB9c4A.7chnB
  America/Grand_Turk;-300;-300 -240 3.2.0 120 11.1.0 120;-240 -300;8osAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8\
  BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18\
  BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmkB9c4AhmkB9c4AhmkB9usAhmk\
  B9c4AhmkB9c4AhmkB9c4AhmkB9c4AhmkB9c4A2r18B
  America/Guatemala;-360;-360;-300 -360;2jkoA96kB5mw4AcfwBb084AbekB
  America/Guayaquil;-300;-300;-240 -300;9p9wA53wB
  America/Guyana;-180;-240;-240;9774A
  America/Havana Cuba;-300;-300 -240 3.2.0 0 11.1.0 60;-240 -300;5kkAfjwBfk4AbekBfk4AbekBfk4AbekBfk4Abx8Bf\
  1gAbx8BbesAfjwBbesAfjwBbxgAf18BbxgAf18BcysAeikBcysAe00BcyoAe00BcyoAe00BcyoAe00BcyoAe00BdhcAdhcBdhcAe00Bc\
  g0Afk0BbeoAg2oBbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cBbeoA1y00B9uoAh40BadcAglcB9uoAh40BadcAh40BadcAhmoBadcAg2oB
  America/Hermosillo;-420;-420;-360 -420;c83oAf18BbxgAf18BbxgAf18B
  America/Indiana/Knox America/Knox_IN US/Indiana-Starke;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;8ow\
  Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAbp18B9usA
  America/Indiana/Petersburg America/Indiana/Vincennes;-300;-300 -240 3.2.0 120 11.1.0 120;-360 -300 -240;\
  k5ssA9usBqykC
  America/Indiana/Tell_City;-300;-360 -300 3.2.0 120 11.1.0 120;-360 -300;k5ssA9usB
  America/Indiana/Winamac;-300;-300 -240 3.2.0 120 11.1.0 120;-360 -240 -300;k5ssA9usBhmgC
  America/Iqaluit America/Pangnirtung;-300;-300 -240 3.2.0 120 11.1.0 120;-240 -300 -360;8osAdh8BdhgAdh8Bd\
  hgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBb\
  esAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwCbewBqykAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Jamaica Jamaica;-300;-300;-240 -300;8osAdh8BdhgAdh8BdhgAdzwBcysAdzwB
  America/Juneau;-480;-540 -480 3.2.0 120 11.1.0 120;-420 -480 -540;znsAdh8BdhgAdzwBcysAdzwCdhkBdh8CdhgBdh\
  8CdhgBdh8CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBf1\
  8CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwC9usB
  America/Kentucky/Monticello;-360;-300 -240 3.2.0 120 11.1.0 120;-300 -360 -240;8owAdh8BdhgAdh8BdhgAdzwBc\
  ysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBb\
  xgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAqykCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwA9usC
  America/La_Paz Etc/GMT+4;-240;-240;;
  America/Lima;-300;-300;-240 -300;4idwA6nwBkdgA6nwB22isA6nwB2tk4A6nwB
  America/Los_Angeles America/Vancouver Canada/Pacific PST8PDT US/Pacific;-480;-480 -420 3.2.0 120 11.1.\
  0 120;-420 -480;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB\
  bxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18B\
  bxgAfjwBbesAfjwBbesAfjwB9usA
  America/Maceio;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8B49hgA8t8B2qisAavwBglgA118Bqg\
  4A9bwB
  America/Managua;-360;-360;-300 -360;5koA7bwB8nskAjrgB7c4A307wB67s4AcykBfkcAbegB
  America/Manaus Brazil/West;-240;-240;-180 -240;4dxsA9ukBglgA8akBiqsA7rwB4a04A9bwB
  America/Martinique;-240;-240;-180 -240;74gAcykB
  America/Matamoros;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;67cwAfjwB5l6sAf18BbxgAf18BbxgAf18BbxgAfj\
  wBbesAfjwBe04AavwBe04Af18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BadgA
  America/Mazatlan Mexico/BajaSur;-420;-420;-360 -420;c83oAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBe04AavwBe04\
  Af18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18Bbxg\
  Af18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwB
  America/Merida;-360;-360;-300 -360;1hq8An18Ba3c4Af18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBe04AavwBe04Af18Bbxg\
  Af18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18Bbxg\
  AfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwB
  America/Metlakatla;-480;-540 -480 3.2.0 120 11.1.0 120;-420 -480 -540;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwBo1\
  xgC9usBhmkC9c4BhmkC9c4BnbwC3msB
  America/Mexico_City Mexico/General;-360;-360;-300 -360;c83kAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBe04AavwB\
  e04Af18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18B\
  bxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwB
  America/Miquelon;-240;-180 -120 3.2.0 120 11.1.0 120;-180 -120;8z4A57esBf18AbxgBfjwAbesBfjwAbesBfjwAbxgB\
  f18AbxgBf18AbxgBfjwAbesBfjwAbesBfjwAbxgBf18AbxgBf18AbxgBf18AbxgBfjwAbesBfjwAbesBfjwAbxgBf18AbxgBf18AbxgB\
  fjwAbesBfjwAbesBfjwA9usB
  America/Moncton;-240;-240 -180 3.2.0 120 11.1.0 120;-180 -240;8ooAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8Bdh\
  gAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18B.4yudAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18B\
  bxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB.43wzA
  America/Monterrey;-360;-360;-300 -360;67cwAfjwB5l6sAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBe04AavwBe04Af18B\
  bxgAf18BbxgAfjwBbesAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAf18B\
  bxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwB
  America/Montevideo;-120;-180;-180 -120;5k8A5tk4B5mkAl9gB67wAhmsB8t8AhmsB9ukAhmsB9bwAh44B9ukA8oo4Be04Aeis\
  BbekAf1gBbx8Afk4BbekAfk4BbekAfk4Bbx8Af1gBbx8Af1gBbx8Afk4BbekAfk4BbekAfk4BbekA
  America/Nome;-660;-540 -480 3.2.0 120 11.1.0 120;-600 -660 -540 -480;8pgAdh8BdhgAdh8BdhgAdzwBcysAdzwCdh8\
  Ddh8CdhgDdh8CdhgDdh8CbxgDf18CbxgDfjwCbesDfjwCbesDfjwCbxgDf18CbxgDf18CbxgDfjwCbesDfjwCbesDfjwCbxgDf18Cbxg\
  Df18CbxgDf18CbxgDfjwCbesDfjwCbesDfjwCbxgDf18CbxgDf18CbxgDfjwCbesDfjwCbesDfjwC9usD
  America/Noronha Brazil/DeNoronha;-120;-120;-60 -120;4dxkA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8B78tgAavwBgl\
  gAikBqysA9bwB
  America/North_Dakota/Beulah;-420;-360 -300 3.2.0 120 11.1.0 120;-360 -420 -300;8p0Adh8BdhgAdh8BdhgAdzwBc\
  ysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBb\
  xgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmkB9c4AhmkB9\
  c4AhmkB9usAqykC
  America/North_Dakota/Center;-420;-360 -300 3.2.0 120 11.1.0 120;-360 -420 -300;8p0Adh8BdhgAdh8BdhgAdzwBc\
  ysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAqykCfjwAbesCfjwAbesCfjwAbxgCf\
  18AbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwAbxgCf18AbxgCf18AbxgCfjwAbesCfjwAbesCfjwA9usC
  America/North_Dakota/New_Salem;-420;-360 -300 3.2.0 120 11.1.0 120;-360 -420 -300;8p0Adh8BdhgAdh8BdhgAdz\
  wBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfj\
  wBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAqykCfjwAbesCfjwAbesCfjwA9usC
  America/Ojinaga;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360 -420;c83kAf18BbxgAf18BqysCbxgBfjwCbesBfjwC\
  e04BavwCe04Bf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CadgBhmkC9c4BhmkC9c4BhmkC9c4BhmkC\
  9c4BhmkC9c4BhmkC9usBhmkC9c4BhmkC9c4BhmkC9c4BhmkC9c4BhmkC9usBhmkC9c4BqykA
  America/Paramaribo;-210;-180;-180;3kj2A
  America/Port-au-Prince;-300;-300 -240 3.2.0 120 11.1.0 120;-240 -300;2ilwAcykBdhgAdh8BdhgAdh8BdhgAdh8Bdh\
  gAdh8BbxkAfk0BbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cBbxcAfk0BbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cB5l6kAfjwBbesAfjwB4\
  170AhmkB9c4AhmkB9c4AhmkB9c4AhmkB10tgA
  America/Porto_Acre America/Rio_Branco Brazil/Acre;-300;-300;-240 -300;4dxwA9ukBglgA8akBiqsA7rwBfbc4A41jw\
  B
  America/Porto_Velho;-240;-240;-180 -240;4dxsA9ukBglgA8akBiqsA7rwB
  America/Punta_Arenas;-180;-180;-240 -180;51oAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2sBavwAg2sBavwAg2sBdh8Adhg\
  BbekAfk4BbekAg2sBavwAe04BcykAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAeisBdzwAe04BbekAg2s\
  BavwAg2sBavwAg2sBavwAg2sBbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAfk4BcykAe04BfjwA7s4BinwA9c4BhmkA9us\
  Bh3wA9usB19mkA6qsB
  America/Rainy_River America/Winnipeg Canada/Central;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;8owAdh\
  cBdhcAdhcBdhcAe00BcyoAe00BdhcAdhcBdhcAdhcBdhcAdhcBbxcAf1cBbxcAfk0BbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cBbxcAfk\
  0BbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cBbxcAf1cBbxcAfk0BbeoAfk0BbeoAfk0BbxcAf1cBbxcAf1cBbxcAfk0BbeoAfk0BbeoAfj\
  wB9usA
  America/Rankin_Inlet;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;8owAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAd\
  h8BdhgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf\
  18BbxgAf18BbxgAfjwBbesA16ikBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Recife;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8B78tgAavwBglgAikBqysA9bwB
  America/Regina America/Swift_Current Canada/Saskatchewan;-360;-360;;
  America/Resolute;-360;-360 -300 3.2.0 120 11.1.0 120;-300 -360;8owAdh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8Bd\
  hgAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18Bb\
  xgAf18BbxgAfjwBbesA16ikBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesA1718B
  America/Santarem;-240;-180;-180 -240;4dxsA9ukBglgA8akBiqsA7rwBfbc4A
  America/Santiago Chile/Continental;-180;-240 -180 9.1.6 1440 4.1.6 1440;-240 -180;51oAg2sBbekAfk4BbekAfk\
  4BbekAfk4BbekAg2sBavwAg2sBavwAg2sBdh8AdhgBbekAfk4BbekAg2sBavwAe04BcykAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2\
  sBavwAg2sBcfwAeisBbekAeisBdzwAe04BbekAg2sBavwAg2sBavwAg2sBavwAg2sBbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAei\
  sBbekAfk4BcykAe04BfjwA7s4BinwA9c4BhmkA9usBh3wA9usB19mkA6qsBk7wA6qsBk7wA6qsBhmkAbesBfjwAbesBfjwAbesBfjwAb\
  xgBf18A
  America/Santo_Domingo;-240;-240;-300 -240;fni0A2lcB
  America/Sao_Paulo Brazil/East;-180;-180;-120 -180;4dxoA9ukBglgA8akBiqsA7rwBio4A7rwBj6sA8t8Bio4A8t8Bi5gA8\
  akBj6sA798Bj6sA9bwBhmsA9bwBhmsA8t8BhmsA9ukBh6sAat8BglgA9ukBglgAavwBglgA9ukBhmsA9bwBj6sA7rwBi5gA8t8Bjc4A8\
  58BhmsA9bwBj6sA8akBh44A9bwBi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9ukBhmsA8t8Bi5gA8t8Bi5gA9bwBhmsA9bwBhmsA9bwBhmsA9\
  bwBj6sA7rwB
  America/Scoresbysund;-120;-120 -60 3.5.0 -60 10.5.0 0;-60 -120 0;74gAcyoBdh4Cdh8AdhcCdhcAdhcCdhcAdhcCe00\
  AdhcCdhcAdhcCdhcAdhcCdhcAdhcCdhcAdhcCdhcAdhcCe00AdhcCdhcAdhcCdhcAdhcCdhcAdhcCdhcAdhcCdhcAe00Cfk0AbeoCfk0\
  AbeoCfk0AbeoCg2oAaw0Cg2oAaw0Cg2oAbeoCfk0AbeoCfk0AbeoCg2oAaw0Cg2oAaw0Cg2oAaw0Cg2oAbeoCfk0AbeoCfk0AbeoCg2o\
  Aaw0Cg2oAaw0Cg2oAbeoCfk0AbeoCfk0AbeoCfk0AbeoCg2oAaw0Cg2oAaw0Cg2oAbeoCfk0AbeoCfk0AbeoCg2oAaw0Cg2oAaw0Cg2o\
  AqyoB
  America/Sitka;-480;-540 -480 3.2.0 120 11.1.0 120;-420 -480 -540;8p4Adh8BdhgAdh8BdhgAdzwBcysAdzwCdhkBdh8\
  CdhgBdh8CdhgBdh8CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18\
  CbxgBf18CbxgBfjwCbesBfjwCbesBfjwCbxgBf18CbxgBf18CbxgBfjwCbesBfjwCbesBfjwC9usB
  America/St_Johns Canada/Newfoundland;-210;-210 -150 3.2.0 120 11.1.0 120;-150 -210 -90;8omAdh8BdhgAdh8Bd\
  hgAdzwBcysAdzwBdhgAdh8BdhgAdh8BdhgAdh8B.4yudAf18BbxgCfjsBbewAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjw\
  BbesAfjwBbxgAf18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usAhmk\
  B9c4AhmkB9c4AhmkB9usAhmkB9c4A.7chnB
  America/Tegucigalpa;-360;-360;-300 -360;5igoAavwBg2sAavwBd8isA6t8B
  America/Thule;-240;-240 -180 3.2.0 120 11.1.0 120;-180 -240;8g8oAdh8BdhgAdh8Be04AfjwBbesAfjwBbesAfjwBbxg\
  Af18BbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  America/Yakutat;-540;-540 -480 3.2.0 120 11.1.0 120;-480 -540;8p8Adh8BdhgAdh8BdhgAdzwBcysAdzwBdhgAdh8Bdh\
  gAdh8BdhgAdh8BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18Bbx\
  gAf18BbxgAfjwBbesAfjwBbesAfjwBbxgAf18BbxgAf18BbxgAfjwBbesAfjwBbesAfjwB9usA
  Antarctica/Casey;480;480;660 480;me4oAa7oB18loA8nwB3i7wA11esBfkcAbwwBewcAbjoB.6hc1A.4yqzB.69p1A.4yqzB.69\
  p1A.4vjzB
  Antarctica/Davis;420;420;300 420;me4sAao4B1858A8o4B
  Antarctica/DumontDUrville Etc/GMT-10 Pacific/Chuuk Pacific/Port_Moresby Pacific/Truk Pacific/Yap;600;600\
  ;;
  Antarctica/Macquarie;660;600 660 10.1.0 120 4.1.0 180;600 660;4hsAhmoB9c0AhmoBbeoAg2oBaw0Ag2oB9c0AhmoB9c\
  0AhmoB9c0Ah40Baw0AglcBaw0AglcBadcAglcBadcAglcBbeoAe00BcyoAe00BcyoAe00BcyoAe00BcyoAe00BdhcAe00BcyoAe00Bcy\
  oAe00BcyoAe00BcyoAbeoBfk0AeioBcyoAe00BcyoAe00BcyoAe00BcyoAe00BdhcAdhcBcyoAeioBdhcAdhcBdhcAdhcB14g0A
  Antarctica/Mawson;360;300;300;me4wA
  Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland;780;720 780 9.5.0 120 4.1.0 180;720 780;4hk\
  AhmoB9c0AhmoB9uoAhmoB9c0AhmoB9c0AhmoB9c0AhmoB9c0AhmoB9c0AhmoB9uoAhmoB9c0Ag2oBbxcAf1cBbxcAf1cBbxcAf1cBcg0\
  AeioBcg0AeioBcg0AeioBcg0Af1cBbxcAf1cBbxcAf1cBcg0AeioBcg0AeioBcg0Af1cBbxcAf1cBbxcAf1cBcg0AeioBcg0AeioBcg0\
  AeioBcg0AeioB
  Antarctica/Palmer;-180;-180;-240 -180;1r1oAc04BbekAfk4BbekAg2sBavwAg2sBavwAg2sBdh8AdhgBbekAfk4BbekAg2sBa\
  vwAe04BcykAg2sBbekAfk4BbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAeisBdzwAe04BbekAg2sBavwAg2sBavwAg2sBa\
  vwAg2sBbekAfk4BbekAfk4BbekAg2sBavwAg2sBcfwAeisBbekAfk4BcykAe04BfjwA7s4BinwA9c4BhmkA9usBh3wA9usB19mkA6qsB
  Antarctica/Syowa Asia/Aden Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Riyadh Etc/GMT-3;180;180;;
  Antarctica/Troll;0;0 120 3.5.0 60 10.5.0 180;120;iyqsA
  Antarctica/Vostok;420;300;0 420 300;al38Ak8sBlw24C
  Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Berlin Europe/Bratislava Europe/Bruss\
  els Europe/Copenhagen Europe/Luxembourg Europe/Madrid Europe/Monaco Europe/Oslo Europe/Paris Europe/Prag\
  ue Europe/Rome Europe/San_Marino Europe/Stockholm Europe/Vatican;60;60 120 3.5.0 120 10.5.0 180;120 60;7\
  44AcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBd\
  hcAdhcBdhcAdhcBdhcAdhcBe00A
  Asia/Almaty;360;300;420 360 300;xrcAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcB\
  dhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0B\
  beoAfk0BbeoAg2oBej14C
  Asia/Amman;120;180;180 120;3xzsAdjwBdpgAdh8BdhgAdh8BdhgAdzwBfs4Ab6kBf1gAbx8BedgAc2kBeisAcykBdhgAdh8BdhgA\
  cfwBf1gAbxcBf1cAcg0BeioAcg0BeioAcg0Bl6oA6aoBdxcAdk0BdeoAdk0BdhcAdhcBdhcAfk0BbeoAf1cBcg0AdhcBdhcAfk0BbeoA\
  fk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoA1anwB79gAg2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0\
  Ag2oB8tcA
  Asia/Anadyr;780;720;840 780 720 660;xqkAdjwBr1gCdhgBdjwCdk4BdhkCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcC\
  dhcBe00CqysD8aoC56kBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0C\
  beoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CrhgDaw0C
  Asia/Aqtau;300;300;360 300 240;1bbgAr18BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00B\
  qysC8aoB56kAdhcBdhcAdhcBdhcAdhcCdhgBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0C\
  beoB
  Asia/Aqtobe;300;300;360 300 240;xrgA14l8BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00\
  BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0\
  BbeoAg2oB
  Asia/Ashgabat Asia/Ashkhabad;300;300;360 300 240;xrgAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAdhcBdhcAdhcBdhcAe00BqysC8aoB
  Asia/Atyrau;300;300;360 300 240;1bbgAr18BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00\
  BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BrhgCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0Cbeo\
  B
  Asia/Baghdad;180;180;240 180;1r10AbbwBdesAdmkBdk4AdjwBdhgAdesBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00Bdk\
  8Adk0Bdk0Adk0BdhcAdk0BdhcAdk0BdhcAdk0Bdk0Adk0BdhcAdk0BdhcAdk0BdhcAdk0Bdk0Adk0BdhcAdk0BdhcAdk0BdhcAdk0Bdk\
  0Adk0BdhcAdk0BdhcAdk0BdhcAdk0B
  Asia/Baku;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAe00BqysCdhcB30dkAfk0BbekAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBa\
  w0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAfk0B
  Asia/Bangkok Asia/Ho_Chi_Minh Asia/Phnom_Penh Asia/Saigon Asia/Vientiane Etc/GMT-7 Indian/Christmas;420;\
  420;;
  Asia/Barnaul;420;420;480 420 360;xr8AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcA4noB8tsCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeo\
  Bfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC12dgB
  Asia/Beirut;120;120 180 3.5.0 0 10.5.0 0;180 120;396gAcfwBelgAcfwBelgAcfwBelgAcfwBgysAa58Bf9gAbrwBelgAcf\
  wBelgAcfwBeo4AbjwBcysAdh8BdhgAdh8BdhgAdh8Be04Adh8BdhgAdh8BdhgAdh8BdhgA
  Asia/Bishkek;360;360;420 360 300;xrcAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BotcCgnwBcfwCeisBcfwCeisBcfwCeisBcfwCeisBcykCdhqBfjwCbesBfjwCbesBg2kCaw4Bg2kCaw4Bg2kCbesBfjwCbes\
  BfjwCbesBg2kCaw4B
  Asia/Brunei Asia/Kuching Etc/GMT-8;480;480;;
  Asia/Calcutta Asia/Kolkata;330;330;;
  Asia/Chita;540;540;600 540 480;xr0AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBd\
  hcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0Bb\
  eoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykC12dkB
  Asia/Choibalsan Asia/Ulaanbaatar Asia/Ulan_Bator;480;480;540 480;2ftsAdjwBdk4Adh8BdhgAdh8BdhgAdh8BdhgAdh\
  8BdhgAdh8BdhgAdh8BdhgAdzwBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8Be04Adh8BdhgAdh8BdhgAdh8B1xxoAbekBdhgAd\
  h8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwB6dpgAdh0BdhoAdh0B
  Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Shanghai PRC;480;480;540 480;4rgoA9ukBfk4AbekBg2sAavwBg2s\
  AbekBfk4AbekBfk4AbekB
  Asia/Colombo;330;330;390 360 330;cbm2AbemB745eC
  Asia/Dacca Asia/Dhaka;360;360;420 360;m58kAeg0B
  Asia/Damascus;120;180;180 120;2gg0AcykBe5gAcykB119gAhekBalgAi2kBa2sAh18Bb6sAdmkBdhgAdh8BdjwAdjwBe2sAd18B\
  d1gAdjwBdxgAdjwBdhgAdjwBdk4AdjwBdesAdmkBdc4Adp8BdhgAdjwBdk4AdjwBdhgAdjwBdhgAdjwBdhgAdjwBdk4AdjwBdhgAdjwB\
  dhgAcvwBe04Ag2kBbesAfmkBatgAg2kBbesAfjwBbesAfjwBbesAfjwBbesAfjwBbesAg2kBaw4Ag2kBaw4Ag2kBbesAfjwBbesAfjwB\
  besAfjwBbesAg2kBaw4Ag2kBaw4A
  Asia/Dili;480;540;540;fkcgA
  Asia/Dubai Asia/Muscat Etc/GMT-4 Indian/Mahe Indian/Reunion;240;240;;
  Asia/Dushanbe;360;300;420 360 300;xrcAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdh\
  cBdhcAe00BphgC
  Asia/Famagusta;120;120 180 3.5.0 180 10.5.0 240;180 120;73sAcykBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwBdhgAdh8B\
  dhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8Be04Adh8BdhgAdh8BdhgAfkcB\
  beoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oB\
  aw0Ag2oBbeoAfk0BbeoAfk0BbeoAfk0BbeoA171cB
  Asia/Gaza;120;120 180 3.4.4 3000 10.4.4 3000;180 120;fx4A340B2qioA8aoBh40Aad8Bj6sA8akBgasAb6kBfk4AavwBhm\
  sA9bwBf1gAbekBfk4Abx8Bfk4Abx8BfesAbjwBfesAb18BfxgAbjwBfxgAcg0BeioAcg0BeioAcg0Bfk0Adh8Be04Adh8BdhgAdh8Bdh\
  gAdh8BdhgAdh8BdhgAcg0BeioAcqsBd98AcvwBe5gAc84Bel8AbekBfk4AbxcB.6ao1A.486bB.76xpA.3ribBhxgAcyoBe00Adh8Bdh\
  gAfjwBbhgAfhcBbhgAg2kBaw4Ag2kBaw4Ag2kBbc0AfmkBbesAfk0BbeoAg00Bb1cAg04BdhgAdh8BcysAdzwBcg4AeikBbesAfjwBbe\
  sAg2kBaw4Ag2kBaw4Ag2kBbesAfjwBbesAfjwBbesAg2kBaw4Ag2kBaw4Ag2kBaw4Ag2kBbesAf18B
  Asia/Hebron;120;120 180 3.4.4 3000 10.4.4 3000;180 120;fx4A340B2qioA8aoBh40Aad8Bj6sA8akBgasAb6kBfk4AavwB\
  hmsA9bwBf1gAbekBfk4Abx8Bfk4Abx8BfesAbjwBfesAb18BfxgAbjwBfxgAcg0BeioAcg0BeioAcg0Bfk0Adh8Be04Adh8BdhgAdh8B\
  dhgAdh8BdhgAdh8BdhgAcg0BeioAcqsBd98AcvwBe5gAc84Bel8AbmkBfc4AbxcBf1cAa7wB.76xpA.3ribB25gA2akBdhgAcyoBe00A\
  dh8BdhgAfjwBbhgAfhcBbhgAg2kBaw4Ag2kBaw4Ag2kBbc0AfmkBbesAfk0BbeoAg00Bb1cAg04BdhgAdh8BcysAdzwBcg4AeikBbesA\
  fjwBbesAg2kBaw4Ag2kBaw4Ag2kBbesAfjwBbesAfjwBbesAg2kBaw4Ag2kBaw4Ag2kBaw4Ag2kBbesAf18B
  Asia/Hong_Kong Hongkong;480;480;;
  Asia/Hovd;420;420;480 420;2ftwAdjwBdk4Adh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwBdhgAdh8BdhgAd\
  h8BdhgAdh8BdhgAdh8BdhgAdh8Be04Adh8BdhgAdh8BdhgAdh8B1xxoAbekBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwB6dpg\
  Adh0BdhoAdh0B
  Asia/Irkutsk;480;480;540 480 420;xr4AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0\
  BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Istanbul Europe/Istanbul Turkey;180;180;240 180 120;2ot8A4nwBtc4CclcBbxcCdk0BdhcCdhcBdhcCdhcBdhcCdh\
  cBdhcCdhcBe00CdhcBdhcCdhcBdhcCdhcBdhcCcyoBe00CdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbe\
  oBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw8Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCayoBg00Caw0Bg2oCbeoBfk0CbhcBfhcCbe\
  oBglcCadcB
  Asia/Jakarta;420;420;;
  Asia/Jayapura;540;540;;
  Asia/Jerusalem Asia/Tel_Aviv Israel;120;120 180 3.4.4 1560 10.5.0 120;180 120;fx4A340B2qioA8aoBh40Aad8Bj\
  6sA8akBgasAb6kBfk4AavwBhmsA9bwBf1gAbekBfk4Abx8Bfk4Abx8BfesAbjwBfesAb18BfxgAbjwBedgAdp8Bds4Ad3wBdusAcl8Bf\
  f0AbekBglgAcygBdpgAcfwBds4Ae7wBcqsAdzwBdusAcfwBe5kAe58BctgAdmkBdc4Acl8BedgAe58BctgAdmkBdc4Acl8Bew4AdmkBd\
  c4Ad3wBdusA
  Asia/Kabul;270;270;;
  Asia/Kamchatka;720;720;780 720 660;xqoAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAd\
  hcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAf\
  k0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BrhgCaw0B
  Asia/Karachi;300;300;360 300;gqcsAdh8B48ysAbbwBc84Aet8B
  Asia/Kashgar Asia/Urumqi Etc/GMT-6;360;360;;
  Asia/Kathmandu Asia/Katmandu;330;345;345;4icqA
  Asia/Khandyga;540;540;600 540 480 660;xr0AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbe\
  oAfk0BbeoAfk0B4ygA6g4Dg2oAaw0Dg2oAaw0Dg2oAaw0Dg2oAbeoDfk0AbeoDfk0AbeoDg2oAaw0Dcl0A2cdoB
  Asia/Krasnoyarsk;420;420;480 420 360;xr8AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhc\
  AdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeo\
  Afk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Kuala_Lumpur Asia/Singapore Singapore;450;480;480;1i4gA
  Asia/Macao Asia/Macau Asia/Taipei ROC;480;480;;
  Asia/Magadan;660;660;720 660 600;xqsAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0\
  BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykC14g8B
  Asia/Makassar Asia/Ujung_Pandang;480;480;;
  Asia/Manila;480;480;540 480;7sxsA53wB
  Asia/Nicosia Europe/Nicosia;120;120 180 3.5.0 180 10.5.0 240;180 120;73sAcykBdhgAdh8BdhgAdh8BdhgAdh8Bdhg\
  AdzwBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdzwBdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8Be04Adh8Bdhg\
  Adh8BdhgAfkcB
  Asia/Novokuznetsk;420;420;480 420 360;xr8AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbe\
  oAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BrhgCaw0B
  Asia/Novosibirsk;420;420;480 420 360;xr8AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhc\
  AdhcBdhcAe00BqysC8aoB56kAdhcBdhcA450B9cgCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2o\
  CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC1b6sB
  Asia/Omsk;360;360;420 360 300;xrcAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0Bbe\
  oAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Oral;300;300;360 300 240;xrgA14l8BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBqysCdhcBe00CdhcBd\
  hcC8aoBio0CdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoB
  Asia/Pontianak;480;420;420;60f4A
  Asia/Pyongyang;540;540;510 540;qrocA21moB
  Asia/Qostanay;300;300;360 300 240;xrgA14l8BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe\
  00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAf\
  k0BbeoAez3oB
  Asia/Qyzylorda;300;300;360 300;xrgA14l8BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00B\
  z9cAio0BdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAb2l0\
  B
  Asia/Rangoon Asia/Yangon Indian/Cocos;390;390;;
  Asia/Sakhalin;660;660;720 660 600;xqsAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdh\
  cBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BqysCbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0Cbe\
  oBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC12dgB
  Asia/Samarkand;300;300;360 300;xrgA14l8BdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00B\
  dhcAdhcB
  Asia/Seoul ROK;540;540;600 540;5ixwAbeoBfk0AbeoB
  Asia/Srednekolymsk;660;660;720 660 600;xqsAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBd\
  hcAdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBb\
  eoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Tashkent;360;300;420 360 300;xrcAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdh\
  cBdhcAe00BqysC
  Asia/Tbilisi;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysCdh4Bdh8CdhgBdh8CdhgBqykAdh8Be04A16ikBbesAfjwBbesAg2kBaw4Ag2kBaw4Ag2kBbesAfjwBbesAfjwBbesA6q\
  kB9cgCaw0B
  Asia/Tehran Iran;210;210;270 210;5wyAdrwB7yysAaikBdhgAdmkBdesAdmkBdesAdmkBdesAdmkBdesAdmkBdhgAdmkBdesAdm\
  kBdesAdmkBdesAdmkBdhgAdmkBdesAdmkBdesAdmkBdesAdmkBdhgAdmkB1vhgAdmkBdhgAdmkBdesAdmkBdesAdmkBdesAdmkBdhgAd\
  mkBdesAdmkBdesAdmkBdesAdmkBdhgAdmkBdesAdmkBdesAdmkBdesAdmkBdhgAdmkBdesAdmkB
  Asia/Thimbu Asia/Thimphu;330;360;360;5tm2A
  Asia/Tokyo Japan;540;540;;
  Asia/Tomsk;420;420;480 420 360;xr8AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBd\
  hcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoA2aoBd\
  9gCbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC171gB
  Asia/Ust-Nera;540;600;720 660 600;xr0AdjoBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdh\
  cBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk\
  0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Acl0B2cdoC
  Asia/Vladivostok;600;600;660 600 540;xqwAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhc\
  AdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeo\
  Afk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Yakutsk;540;540;600 540 480;xr0AdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0\
  BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Yekaterinburg;300;300;360 300 240;xrgAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBd\
  hcAdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBb\
  eoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Asia/Yerevan;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BqysCdhcBdhcCdhcBdhcCdhcBdhcCdhcB1ifwAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2\
  oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oB
  Atlantic/Azores;-60;-60 0 3.5.0 0 10.5.0 60;0 -60 60;1oisAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcB6qsA6qkC600A7hcBdhcAdhcBdhcAdhcBe00A
  Atlantic/Canary;0;0 60 3.5.0 60 10.5.0 120;60 0;740AcysBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcB\
  dhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Atlantic/Cape_Verde Etc/GMT+1;-60;-60;;
  Atlantic/Faeroe Atlantic/Faroe;0;0 60 3.5.0 60 10.5.0 120;60 0;xk4AdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBd\
  hcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Atlantic/Madeira;0;0 60 3.5.0 60 10.5.0 120;60 0;1p1cAcyoBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhgBdhcAdhcBdhcAdh\
  cBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Atlantic/South_Georgia Etc/GMT+2;-120;-120;;
  Atlantic/Stanley;-240;-180;-180 -120 -240;2i34AavwBg2kAadgBgl8Aqg4Caw4Ag2kCaw4Ag2kCaw4Ag2kCaw4Agl8CadgAg\
  l8Caw4Ag2kCaw4Ag2kCaw4Ag2kCaw4Ag2kCaw4Agl8Caw4Ag2kCaw4Ag2kCaw4Ag2kCaw4Ag2kCaw4Ag2sCadgAh3wC9usAh3wCadgAg\
  l8CadgAgl8CadgAgl8CadgAgl8CadgAh3wCadgAgl8CadgAgl8CadgA
  Australia/ACT Australia/Canberra Australia/NSW Australia/Sydney;660;600 660 10.1.0 120 4.1.0 180;600 660\
  ;4hsAhmoB9c0AhmoBbxcAfk0B9c0AhmoB9c0AhmoB9c0AhmoBadcAg2oBaw0AglcBaw0AglcBadcAglcB9c0AhmoB9c0AhmoB9c0Ahmo\
  B9uoAhmoB9c0AhmoB9c0AhmoBbeoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0AbeoBfk0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2o\
  BbeoAfk0Baw0Ag2oBbxcA
  Australia/Adelaide Australia/South;630;570 630 10.1.0 120 4.1.0 180;570 630;4huAhmoB9c0AhmoB9uoAhmoB9c0A\
  hmoB9c0AhmoB9c0AhmoBadcAg2oBaw0AglcBaw0AglcBadcAglcBadcAglcB9c0AhmoBaw0Ag2oB9uoAhmoBadcAglcBaw0Ag2oBbeoA\
  fk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBbeoAfk0Baw0Ag2oBbxcA
  Australia/Brisbane Australia/Queensland;600;600;660 600;7dtsA9c0BhmoA9c0BhmoA9c0B
  Australia/Broken_Hill Australia/Yancowinna;630;570 630 10.1.0 120 4.1.0 180;570 630;4huAhmoB9c0AhmoBbxcA\
  fk0B9c0AhmoB9c0AhmoB9c0AhmoBadcAg2oBaw0AglcBaw0AglcBadcAglcB9c0AhmoB9c0AhmoB9c0AhmoB9uoAhmoB9c0AhmoB9c0A\
  hmoBbeoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBbeoAfk0Baw0Ag2oBbxcA
  Australia/Currie Australia/Hobart Australia/Tasmania;660;600 660 10.1.0 120 4.1.0 180;600 660;4hsAhmoB9c\
  0AhmoBbeoAg2oBaw0Ag2oB9c0AhmoB9c0AhmoB9c0Ah40Baw0AglcBaw0AglcBadcAglcBadcAglcBbeoAe00BcyoAe00BcyoAe00Bcy\
  oAe00BcyoAe00BdhcAe00BcyoAe00BcyoAe00BcyoAe00BcyoAbeoBfk0AeioBcyoAe00BcyoAe00BcyoAe00BcyoAe00BdhcAdhcBcy\
  oAeioB
  Australia/Darwin Australia/North;570;570;;
  Australia/Eucla;525;525;585 525;2vj9A9c0B5sg0A7s0Bb39cA8aoBg2oAbeoBfk0AbeoB
  Australia/LHI Australia/Lord_Howe;600;630 660 10.1.0 120 4.1.0 120;630 690 660;vg8AhmuB9ukAhmsB9bwAhmsB9\
  bwAhmsB9bwAhmsCadaAg2qCavyAgleCavyAgleCadaAgleC9byAhmqC9byAhmqC9byAhmqC9umAhmqC9byAhmqC9byAhmqCbemAfk2Cb\
  emAfk2CbemAfk2CbemAg2qCavyAbeqCfjyAg2qCbemAfk2CbemAfk2CbemAg2qCavyAg2qCbemAfk2CavyAg2qCbxaA
  Australia/Lindeman;600;600;660 600;7dtsA9c0BhmoA9c0BhmoA9c0BhmoA9uoBhmoA9c0B
  Australia/Melbourne Australia/Victoria;660;600 660 10.1.0 120 4.1.0 180;600 660;4hsAhmoB9c0AhmoB9uoAhmoB\
  9c0AhmoB9c0AhmoB9c0AhmoBadcAg2oBaw0Ag2oBbeoAglcBadcAglcBadcAglcB9c0AhmoB9c0AhmoB9uoAhmoB9c0AhmoBaw0Ag2oB\
  beoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0AbeoBfk0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBbeoAfk0Baw0Ag2oBbxcA
  Australia/Perth Australia/West;480;480;540 480;2vjcA9c0B5sg0A7s0Bb39cA8aoBg2oAbeoBfk0AbeoB
  Chile/EasterIsland Pacific/Easter;-360;-360 -300 9.1.6 1320 4.1.6 1320;-420 -360 -300;51oAg2sBbekAfk4Bqy\
  oCbekBfk4CbekBg2sCavwBg2sCavwBg2sCdh8BdhgCbekBfk4CbekBg2sCavwBe04CcykBg2sCbekBfk4CbekBfk4CbekBfk4CbekBg2\
  sCavwBg2sCcfwBeisCbekBeisCdzwBe04CbekBg2sCavwBg2sCavwBg2sCavwBg2sCbekBfk4CbekBfk4CbekBg2sCavwBg2sCcfwBei\
  sCbekBfk4CcykBe04CfjwB7s4CinwB9c4ChmkB9usCh3wB9usC19mkB6qsCk7wB6qsCk7wB6qsChmkBbesCfjwBbesCfjwBbesCfjwBb\
  xgCf18B
  EET;120;120 180 3.5.0 180 10.5.0 240;180 120;744AcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhc\
  AdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Eire Europe/Dublin;0;60 0 10.5.0 120 3.5.0 60;60 0;5k8AglcBbekAfk0BbeoAfk0BbeoAfk0BbeoAg2oBbeoAfk0BbeoAf\
  k0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbxcA
  Etc/GMT+10 Pacific/Tahiti;-600;-600;;
  Etc/GMT+11 Pacific/Niue;-660;-660;;
  Etc/GMT+12;-720;-720;;
  Etc/GMT+5;-300;-300;;
  Etc/GMT+6;-360;-360;;
  Etc/GMT+7;-420;-420;;
  Etc/GMT+8;-480;-480;;
  Etc/GMT+9 Pacific/Gambier;-540;-540;;
  Etc/GMT-1;60;60;;
  Etc/GMT-11 Pacific/Guadalcanal Pacific/Pohnpei Pacific/Ponape;660;660;;
  Etc/GMT-12 Pacific/Funafuti Pacific/Majuro Pacific/Nauru Pacific/Tarawa Pacific/Wake Pacific/Wallis;720;\
  720;;
  Etc/GMT-13;780;780;;
  Etc/GMT-14;840;840;;
  Etc/GMT-2;120;120;;
  Etc/GMT-5 Indian/Kerguelen Indian/Maldives;300;300;;
  Etc/GMT-9 Pacific/Palau;540;540;;
  Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu;0;0;;
  Europe/Andorra;60;60 120 3.5.0 120 10.5.0 180;120 60;3xxgAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00Bdh\
  cAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Astrakhan;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBqys\
  CdhcBe00CdhcB14g0CdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk\
  0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC12dgB
  Europe/Athens;120;120 180 3.5.0 180 10.5.0 240;180 120;6qgAdbwBdhsAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBd\
  hcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire;0;0 60 3.5.0 6\
  0 10.5.0 120;60 0;5k8AglcBbekAfk0BbeoAfk0BbeoAfk0BbeoAg2oBbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2\
  oBbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbeoAfk0BbxcA
  Europe/Belgrade Europe/Ljubljana Europe/Podgorica Europe/Sarajevo Europe/Skopje Europe/Zagreb;60;60 12\
  0 3.5.0 120 10.5.0 180;120 60;2fhgAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBd\
  hcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Bucharest;120;120 180 3.5.0 180 10.5.0 240;180 120;73oAcysBdhkAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdh\
  cBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00Bdh4AdhcBdhcAdhcBdhcAdhcBdhcAdh8BdhgAdh8Be04AfjwBbf4A
  Europe/Budapest;60;60 120 3.5.0 120 10.5.0 180;120 60;73wAcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhkAe00BdhcAdhcBdh\
  cAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Busingen Europe/Vaduz Europe/Zurich;60;60 120 3.5.0 120 10.5.0 180;120 60;xk4AdhcBdhcAdhcBdhcAdhc\
  BdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Chisinau Europe/Tiraspol;180;120 180 3.5.0 120 10.5.0 180;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4\
  AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcA33wBaw8CdhcBdhcCdh4Bdh8CdhgBdh8CdhgBdh8CdhgBdh8Ce04Bfjw\
  Cbf0B
  Europe/Gibraltar;60;60 120 3.5.0 120 10.5.0 180;120 60;1oisAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcB\
  dhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Helsinki Europe/Mariehamn;120;120 180 3.5.0 180 10.5.0 240;180 120;xk0AdhcBdhcAdhcBdhgAdhcBdhcAe0\
  0BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Kaliningrad;180;120;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBq\
  ysCdhcBe00CdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBf\
  k0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC
  Europe/Kiev Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye;180;120 180 3.5.0 180 10.5.0 240;240 180 120;x\
  roAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcA798BxpkCdhcBdhcCdhcBdhcCdhcBd\
  hcCdhcBdhcCe00Bfk4C
  Europe/Kirov;240;180;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBqysCdhc\
  Be00CdhcB14g0CdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0Cbe\
  oBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC
  Europe/Lisbon Portugal;0;0 60 3.5.0 60 10.5.0 120;60 0 120;744AcyoBdh8AdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAd\
  hcBdhgAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAqyoCdhcAdhcCdhcAdhcCdhcAtk0B
  Europe/Malta;60;60 120 3.5.0 120 10.5.0 180;120 60;6o4AcvwBe04AdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAd\
  hcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Minsk;180;180;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  B1ig4CdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0Cbe\
  oBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B
  Europe/Moscow W-SU;180;180;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBd\
  hcAdhcBdhcAe00BqysC8aoB56kAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBb\
  eoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BbeoAg2oBaw0A2oykB
  Europe/Riga;180;120 180 3.5.0 180 10.5.0 240;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhc\
  BdhcAdhcBdhcAdhcBqysCdhcBe00CdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00BdhcCdhgBfk0CbeoBfk0CbeoBg2oC11u\
  oB
  Europe/Samara;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBqysCdh\
  cBe00CsisBbx4AdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00Afk0BbeoAfk0BbeoAfk0BbeoAg2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk\
  0BbeoAg2oBaw0Ag2oBaw0Ag2oBaw0Ag2oBbeoAfk0BbeoAfk0BrhgCaw0B
  Europe/Saratov;240;240;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBqysCdhcBdhcCd\
  hcBe00CdhcB14g0CdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0C\
  beoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC1l1gB
  Europe/Simferopol;180;180;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdh\
  cAdhcBkqoC1b6sBdhcCdhcBdhcCdhcB2l0Aaw8BdhcAdhcBdzsAfkcBqysCbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBf\
  k0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbekAfjsB
  Europe/Sofia;120;120 180 3.5.0 180 10.5.0 240;180 120;73oAd1gBdx8AcywBdzsAcz0BdhcAdhcBdhcAe00BdhcAdhcBdh\
  cAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00Bdh4Adh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8Be04AfjwBbf4A
  Europe/Tallinn;180;120 180 3.5.0 180 10.5.0 240;240 180 120;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcA\
  dhcBdhcAdhcBdhcAdhcBqysCdhcBe00CdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk4CbeoBg2oC\
  1tc0B
  Europe/Tirane;60;60 120 3.5.0 120 10.5.0 180;120 60;93wAbekBf44AbekBg2sAbekBelgAcakBdk4AdhkBdhcAdhcBdhcA\
  dhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Ulyanovsk;240;240;300 240 180 120;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhc\
  BqysCdhcBe00CqysD8aoC56kBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeo\
  Bfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC12dgB
  Europe/Vienna;60;60 120 3.5.0 120 10.5.0 180;120 60;73wAcykBdhoAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcA\
  dhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  Europe/Vilnius;180;120 180 3.5.0 180 10.5.0 240;240 180 120 60;xroAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBd\
  hcAdhcBdhcAdhcBdhcAdhcBqysCdhcBe00CdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CqysDbeoC30dcB
  Europe/Volgograd;240;180;300 240 180;xrkAdjwBdhgAdjwBdhgAdjwBdk4AdhkBdhcAdhcBdhcAdhcBdhcAdhcBqysCdhcBdhc\
  CdhcBe00CdhcB14g0CdhcBdhcCdhcBdhcCdhcBdhcCe00Bfk0CbeoBfk0CbeoBfk0CbeoBg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk\
  0CbeoBg2oCaw0Bg2oCaw0Bg2oCaw0Bg2oCbeoBfk0CbeoBfk0CbeoBg2oCaw0B2oykC30dgB1ml8C
  Europe/Warsaw Poland;60;60 120 3.5.0 120 10.5.0 180;120 60;740AcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAd\
  hcBdhcAdhcBdhcAdhcBdhgAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  HST Pacific/Honolulu Pacific/Johnston US/Hawaii;-600;-600;;
  Indian/Chagos;300;360;360;c0vgA
  Indian/Mauritius;240;240;300 240;230wAbzwBj8ocAbekB
  Kwajalein Pacific/Kwajalein;-720;720;720;a900A
  MET;60;60 120 3.5.0 120 10.5.0 180;120 60;744AcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdh\
  cBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  NZ-CHAT Pacific/Chatham;825;765 825 9.5.0 165 4.1.0 225;765 825;4hkAhmoB9c0AhmoB9uoAhmoB9c0AhmoB9c0AhmoB\
  9c0AhmoB9c0AhmoB9c0AhmoB9uoAhmoB9c0Ag2oBbxcAf1cBbxcAf1cBbxcAf1cBcg0AeioBcg0AeioBcg0AeioBcg0Af1cBbxcAf1cB\
  bxcAf1cBcg0AeioBcg0AeioBcg0Af1cBbxcAf1cBbxcAf1cBcg0AeioBcg0AeioBcg0AeioBcg0AeioB
  Pacific/Apia;-660;780;-600 -660 840 780;n3l8AdxoBcyoA768C6tsDdhcCe00DcyoCe00DcyoCe00DcyoCe00DcyoCe00Dcyo\
  Ce00DdhcCe00DcyoCe00DcyoCe00D
  Pacific/Bougainville;600;660;660;qan4A
  Pacific/Efate;660;660;720 660;2sxgAdh8BdhgAdh8Be04AcykBe04Adh8BdhgAdh8BdhgAdh8BdhgAdh8BdhgAdh8Be04A8t8Bk\
  84A6qkB
  Pacific/Enderbury Pacific/Kanton;-660;780;780;b9t8A
  Pacific/Fakaofo;-660;780;780;o1nwA
  Pacific/Fiji;720;720;780 720;e5iwA8tcBio0A8aoB7bxcA8tcBfk0A9uoBh40A6qoBk80A6qoBkqoA67wBl9gA5pcBl9cA5pcBl\
  s0A56oBls0A56oBls0A56oBmaoA4o0BpeoA22oB
  Pacific/Galapagos;-300;-360;-360 -300;4idwA56w4B53wA
  Pacific/Guam Pacific/Saipan;600;600;;
  Pacific/Kiritimati;-600;840;840;b9t4A
  Pacific/Kosrae;720;660;660;ea1cA
  Pacific/Marquesas;-570;-570;;
  Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa;-660;-660;;
  Pacific/Norfolk;690;660 720 10.1.0 120 4.1.0 180;660 720;qvdmA30deB
  Pacific/Noumea;660;660;720 660;cpocA6qoB
  Pacific/Pitcairn;-510;-480;-480;drnmA
  Pacific/Rarotonga;-570;-600;-600 -570;4jqAhmqB9byAhmqB9umAhmqB9byAhmqB9byAhmqB9byAhmqB9byAhmqB9byAhmqB9u\
  mAhmqB9byAhmqB9byAhmqB9byA
  Pacific/Tongatapu;780;780;840 780;eupgAc5cBh40A67wBkqsA67wBb3s4A56oB
  WET;0;0 60 3.5.0 60 10.5.0 120;60 0;744AcyoBdhcAdhcBdhcAdhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcA\
  dhcBdhcAdhcBdhcAe00BdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBdhcAdhcBe00A
  """
