extension TimeZones {
    /// Zones that are of a place: name, countries, minutes ahead of UTC in January, and in July where they differ.
    ///
    /// From the IANA time zone database 2026f (public domain): `zone.tab` says which country a zone was made for, and it stands first;
    /// `zone1970.tab` says which others keep the same time. The offsets are those of 2027. Kosovo is in neither file, and keeps
    /// Belgrade's time.
    static let zoneTable = """
        Africa/Abidjan CI,BF,GH,GM,GN,IS,ML,MR,SH,SL,SN,TG 0
        Africa/Accra GH 0
        Africa/Addis_Ababa ET 180
        Africa/Algiers DZ 60
        Africa/Asmara ER 180
        Africa/Bamako ML 0
        Africa/Bangui CF 60
        Africa/Banjul GM 0
        Africa/Bissau GW 0
        Africa/Blantyre MW 120
        Africa/Brazzaville CG 60
        Africa/Bujumbura BI 120
        Africa/Cairo EG 120 180
        Africa/Casablanca MA 0
        Africa/Ceuta ES 60 120
        Africa/Conakry GN 0
        Africa/Dakar SN 0
        Africa/Dar_es_Salaam TZ 180
        Africa/Djibouti DJ 180
        Africa/Douala CM 60
        Africa/El_Aaiun EH 0
        Africa/Freetown SL 0
        Africa/Gaborone BW 120
        Africa/Harare ZW 120
        Africa/Johannesburg ZA,LS,SZ 120
        Africa/Juba SS 120
        Africa/Kampala UG 180
        Africa/Khartoum SD 120
        Africa/Kigali RW 120
        Africa/Kinshasa CD 60
        Africa/Lagos NG,AO,BJ,CD,CF,CG,CM,GA,GQ,NE 60
        Africa/Libreville GA 60
        Africa/Lome TG 0
        Africa/Luanda AO 60
        Africa/Lubumbashi CD 120
        Africa/Lusaka ZM 120
        Africa/Malabo GQ 60
        Africa/Maputo MZ,BI,BW,CD,MW,RW,ZM,ZW 120
        Africa/Maseru LS 120
        Africa/Mbabane SZ 120
        Africa/Mogadishu SO 180
        Africa/Monrovia LR 0
        Africa/Nairobi KE,DJ,ER,ET,KM,MG,SO,TZ,UG,YT 180
        Africa/Ndjamena TD 60
        Africa/Niamey NE 60
        Africa/Nouakchott MR 0
        Africa/Ouagadougou BF 0
        Africa/Porto-Novo BJ 60
        Africa/Sao_Tome ST 0
        Africa/Tripoli LY 120
        Africa/Tunis TN 60
        Africa/Windhoek NA 120
        America/Adak US -600 -540
        America/Anchorage US -540 -480
        America/Anguilla AI -240
        America/Antigua AG -240
        America/Araguaina BR -180
        America/Argentina/Buenos_Aires AR -180
        America/Argentina/Catamarca AR -180
        America/Argentina/Cordoba AR -180
        America/Argentina/Jujuy AR -180
        America/Argentina/La_Rioja AR -180
        America/Argentina/Mendoza AR -180
        America/Argentina/Rio_Gallegos AR -180
        America/Argentina/Salta AR -180
        America/Argentina/San_Juan AR -180
        America/Argentina/San_Luis AR -180
        America/Argentina/Tucuman AR -180
        America/Argentina/Ushuaia AR -180
        America/Aruba AW -240
        America/Asuncion PY -180
        America/Atikokan CA -300
        America/Bahia BR -180
        America/Bahia_Banderas MX -360
        America/Barbados BB -240
        America/Belem BR -180
        America/Belize BZ -360
        America/Blanc-Sablon CA -240
        America/Boa_Vista BR -240
        America/Bogota CO -300
        America/Boise US -420 -360
        America/Cambridge_Bay CA -420 -360
        America/Campo_Grande BR -240
        America/Cancun MX -300
        America/Caracas VE -240
        America/Cayenne GF -180
        America/Cayman KY -300
        America/Chicago US -360 -300
        America/Chihuahua MX -360
        America/Ciudad_Juarez MX -420 -360
        America/Costa_Rica CR -360
        America/Coyhaique CL -180
        America/Creston CA -420
        America/Cuiaba BR -240
        America/Curacao CW -240
        America/Danmarkshavn GL 0
        America/Dawson CA -420
        America/Dawson_Creek CA -420
        America/Denver US -420 -360
        America/Detroit US -300 -240
        America/Dominica DM -240
        America/Edmonton CA -360
        America/Eirunepe BR -300
        America/El_Salvador SV -360
        America/Fort_Nelson CA -420
        America/Fortaleza BR -180
        America/Glace_Bay CA -240 -180
        America/Goose_Bay CA -240 -180
        America/Grand_Turk TC -300 -240
        America/Grenada GD -240
        America/Guadeloupe GP -240
        America/Guatemala GT -360
        America/Guayaquil EC -300
        America/Guyana GY -240
        America/Halifax CA -240 -180
        America/Havana CU -240
        America/Hermosillo MX -420
        America/Indiana/Indianapolis US -300 -240
        America/Indiana/Knox US -360 -300
        America/Indiana/Marengo US -300 -240
        America/Indiana/Petersburg US -300 -240
        America/Indiana/Tell_City US -360 -300
        America/Indiana/Vevay US -300 -240
        America/Indiana/Vincennes US -300 -240
        America/Indiana/Winamac US -300 -240
        America/Inuvik CA -360
        America/Iqaluit CA -300 -240
        America/Jamaica JM -300
        America/Juneau US -540 -480
        America/Kentucky/Louisville US -300 -240
        America/Kentucky/Monticello US -300 -240
        America/Kralendijk BQ -240
        America/La_Paz BO -240
        America/Lima PE -300
        America/Los_Angeles US -480 -420
        America/Lower_Princes SX -240
        America/Maceio BR -180
        America/Managua NI -360
        America/Manaus BR -240
        America/Marigot MF -240
        America/Martinique MQ -240
        America/Matamoros MX -360 -300
        America/Mazatlan MX -420
        America/Menominee US -360 -300
        America/Merida MX -360
        America/Metlakatla US -540 -480
        America/Mexico_City MX -360
        America/Miquelon PM -180 -120
        America/Moncton CA -240 -180
        America/Monterrey MX -360
        America/Montevideo UY -180
        America/Montserrat MS -240
        America/Nassau BS -300 -240
        America/New_York US -300 -240
        America/Nome US -540 -480
        America/Noronha BR -120
        America/North_Dakota/Beulah US -360 -300
        America/North_Dakota/Center US -360 -300
        America/North_Dakota/New_Salem US -360 -300
        America/Nuuk GL -120 -60
        America/Ojinaga MX -360 -300
        America/Panama PA,CA,KY -300
        America/Paramaribo SR -180
        America/Phoenix US,CA -420
        America/Port-au-Prince HT -300 -240
        America/Port_of_Spain TT -240
        America/Porto_Velho BR -240
        America/Puerto_Rico PR,AG,CA,AI,AW,BL,BQ,CW,DM,GD,GP,KN,LC,MF,MS,SX,TT,VC,VG,VI -240
        America/Punta_Arenas CL -180
        America/Rankin_Inlet CA -360 -300
        America/Recife BR -180
        America/Regina CA -360
        America/Resolute CA -360 -300
        America/Rio_Branco BR -300
        America/Santarem BR -180
        America/Santiago CL -180 -240
        America/Santo_Domingo DO -240
        America/Sao_Paulo BR -180
        America/Scoresbysund GL -120 -60
        America/Sitka US -540 -480
        America/St_Barthelemy BL -240
        America/St_Johns CA -210 -150
        America/St_Kitts KN -240
        America/St_Lucia LC -240
        America/St_Thomas VI -240
        America/St_Vincent VC -240
        America/Swift_Current CA -360
        America/Tegucigalpa HN -360
        America/Thule GL -240 -180
        America/Tijuana MX -480 -420
        America/Toronto CA,BS -300 -240
        America/Tortola VG -240
        America/Vancouver CA -420
        America/Whitehorse CA -420
        America/Winnipeg CA -300
        America/Yakutat US -540 -480
        Antarctica/Casey AQ 480
        Antarctica/Davis AQ 420
        Antarctica/DumontDUrville AQ 600
        Antarctica/Macquarie AU 660 600
        Antarctica/Mawson AQ 300
        Antarctica/McMurdo AQ 780 720
        Antarctica/Palmer AQ -180
        Antarctica/Rothera AQ -180
        Antarctica/Syowa AQ 180
        Antarctica/Troll AQ 0 120
        Antarctica/Vostok AQ 300
        Arctic/Longyearbyen SJ 60 120
        Asia/Aden YE 180
        Asia/Almaty KZ 300
        Asia/Amman JO 180
        Asia/Anadyr RU 720
        Asia/Aqtau KZ 300
        Asia/Aqtobe KZ 300
        Asia/Ashgabat TM 300
        Asia/Atyrau KZ 300
        Asia/Baghdad IQ 180
        Asia/Bahrain BH 180
        Asia/Baku AZ 240
        Asia/Bangkok TH,CX,KH,LA,VN 420
        Asia/Barnaul RU 420
        Asia/Beirut LB 120 180
        Asia/Bishkek KG 360
        Asia/Brunei BN 480
        Asia/Chita RU 540
        Asia/Colombo LK 330
        Asia/Damascus SY 180
        Asia/Dhaka BD 360
        Asia/Dili TL 540
        Asia/Dubai AE,OM,RE,SC,TF 240
        Asia/Dushanbe TJ 300
        Asia/Famagusta CY 120 180
        Asia/Gaza PS 120 180
        Asia/Hebron PS 120 180
        Asia/Ho_Chi_Minh VN 420
        Asia/Hong_Kong HK 480
        Asia/Hovd MN 420
        Asia/Irkutsk RU 480
        Asia/Jakarta ID 420
        Asia/Jayapura ID 540
        Asia/Jerusalem IL 120 180
        Asia/Kabul AF 270
        Asia/Kamchatka RU 720
        Asia/Karachi PK 300
        Asia/Kathmandu NP 345
        Asia/Khandyga RU 540
        Asia/Kolkata IN 330
        Asia/Krasnoyarsk RU 420
        Asia/Kuala_Lumpur MY 480
        Asia/Kuching MY,BN 480
        Asia/Kuwait KW 180
        Asia/Macau MO 480
        Asia/Magadan RU 660
        Asia/Makassar ID 480
        Asia/Manila PH 480
        Asia/Muscat OM 240
        Asia/Nicosia CY 120 180
        Asia/Novokuznetsk RU 420
        Asia/Novosibirsk RU 420
        Asia/Omsk RU 360
        Asia/Oral KZ 300
        Asia/Phnom_Penh KH 420
        Asia/Pontianak ID 420
        Asia/Pyongyang KP 540
        Asia/Qatar QA,BH 180
        Asia/Qostanay KZ 300
        Asia/Qyzylorda KZ 300
        Asia/Riyadh SA,AQ,KW,YE 180
        Asia/Sakhalin RU 660
        Asia/Samarkand UZ 300
        Asia/Seoul KR 540
        Asia/Shanghai CN 480
        Asia/Singapore SG,AQ,MY 480
        Asia/Srednekolymsk RU 660
        Asia/Taipei TW 480
        Asia/Tashkent UZ 300
        Asia/Tbilisi GE 240
        Asia/Tehran IR 210
        Asia/Thimphu BT 360
        Asia/Tokyo JP,AU 540
        Asia/Tomsk RU 420
        Asia/Ulaanbaatar MN 480
        Asia/Urumqi CN 360
        Asia/Ust-Nera RU 600
        Asia/Vientiane LA 420
        Asia/Vladivostok RU 600
        Asia/Yakutsk RU 540
        Asia/Yangon MM,CC 390
        Asia/Yekaterinburg RU 300
        Asia/Yerevan AM 240
        Atlantic/Azores PT -60 0
        Atlantic/Bermuda BM -240 -180
        Atlantic/Canary ES 0 60
        Atlantic/Cape_Verde CV -60
        Atlantic/Faroe FO 0 60
        Atlantic/Madeira PT 0 60
        Atlantic/Reykjavik IS 0
        Atlantic/South_Georgia GS -120
        Atlantic/St_Helena SH 0
        Atlantic/Stanley FK -180
        Australia/Adelaide AU 630 570
        Australia/Brisbane AU 600
        Australia/Broken_Hill AU 630 570
        Australia/Darwin AU 570
        Australia/Eucla AU 525
        Australia/Hobart AU 660 600
        Australia/Lindeman AU 600
        Australia/Lord_Howe AU 660 630
        Australia/Melbourne AU 660 600
        Australia/Perth AU 480
        Australia/Sydney AU 660 600
        Europe/Amsterdam NL 60 120
        Europe/Andorra AD 60 120
        Europe/Astrakhan RU 240
        Europe/Athens GR 120 180
        Europe/Belgrade RS,BA,HR,ME,MK,SI,XK 60 120
        Europe/Berlin DE,DK,NO,SE,SJ 60 120
        Europe/Bratislava SK 60 120
        Europe/Brussels BE,LU,NL 60 120
        Europe/Bucharest RO 120 180
        Europe/Budapest HU 60 120
        Europe/Busingen DE 60 120
        Europe/Chisinau MD 120 180
        Europe/Copenhagen DK 60 120
        Europe/Dublin IE 0 60
        Europe/Gibraltar GI 60 120
        Europe/Guernsey GG 0 60
        Europe/Helsinki FI,AX 120 180
        Europe/Isle_of_Man IM 0 60
        Europe/Istanbul TR 180
        Europe/Jersey JE 0 60
        Europe/Kaliningrad RU 120
        Europe/Kirov RU 180
        Europe/Kyiv UA 120 180
        Europe/Lisbon PT 0 60
        Europe/Ljubljana SI 60 120
        Europe/London GB,GG,IM,JE 0 60
        Europe/Luxembourg LU 60 120
        Europe/Madrid ES 60 120
        Europe/Malta MT 60 120
        Europe/Mariehamn AX 120 180
        Europe/Minsk BY 180
        Europe/Monaco MC 60 120
        Europe/Moscow RU 180
        Europe/Oslo NO 60 120
        Europe/Paris FR,MC 60 120
        Europe/Podgorica ME 60 120
        Europe/Prague CZ,SK 60 120
        Europe/Riga LV 120 180
        Europe/Rome IT,SM,VA 60 120
        Europe/Samara RU 240
        Europe/San_Marino SM 60 120
        Europe/Sarajevo BA 60 120
        Europe/Saratov RU 240
        Europe/Simferopol UA,RU 180
        Europe/Skopje MK 60 120
        Europe/Sofia BG 120 180
        Europe/Stockholm SE 60 120
        Europe/Tallinn EE 120 180
        Europe/Tirane AL 60 120
        Europe/Ulyanovsk RU 240
        Europe/Vaduz LI 60 120
        Europe/Vatican VA 60 120
        Europe/Vienna AT 60 120
        Europe/Vilnius LT 120 180
        Europe/Volgograd RU 180
        Europe/Warsaw PL 60 120
        Europe/Zagreb HR 60 120
        Europe/Zurich CH,DE,LI 60 120
        Indian/Antananarivo MG 180
        Indian/Chagos IO 360
        Indian/Christmas CX 420
        Indian/Cocos CC 390
        Indian/Comoro KM 180
        Indian/Kerguelen TF 300
        Indian/Mahe SC 240
        Indian/Maldives MV,TF 300
        Indian/Mauritius MU 240
        Indian/Mayotte YT 180
        Indian/Reunion RE 240
        Pacific/Apia WS 780
        Pacific/Auckland NZ,AQ 780 720
        Pacific/Bougainville PG 660
        Pacific/Chatham NZ 825 765
        Pacific/Chuuk FM 600
        Pacific/Easter CL -300 -360
        Pacific/Efate VU 660
        Pacific/Fakaofo TK 780
        Pacific/Fiji FJ 720
        Pacific/Funafuti TV 720
        Pacific/Galapagos EC -360
        Pacific/Gambier PF -540
        Pacific/Guadalcanal SB,FM 660
        Pacific/Guam GU,MP 600
        Pacific/Honolulu US -600
        Pacific/Kanton KI 780
        Pacific/Kiritimati KI 840
        Pacific/Kosrae FM 660
        Pacific/Kwajalein MH 720
        Pacific/Majuro MH 720
        Pacific/Marquesas PF -570
        Pacific/Midway UM -660
        Pacific/Nauru NR 720
        Pacific/Niue NU -660
        Pacific/Norfolk NF 720 660
        Pacific/Noumea NC 660
        Pacific/Pago_Pago AS,UM -660
        Pacific/Palau PW 540
        Pacific/Pitcairn PN -480
        Pacific/Pohnpei FM 660
        Pacific/Port_Moresby PG,AQ,FM 600
        Pacific/Rarotonga CK -600
        Pacific/Saipan MP 600
        Pacific/Tahiti PF -600
        Pacific/Tarawa KI,MH,TV,UM,WF 720
        Pacific/Tongatapu TO 780
        Pacific/Wake UM 720
        Pacific/Wallis WF 720
        """

    /// Other names of zones, behind the name in the table above: from the database's links, by the place that a name means.
    static let linkTable = """
        Africa/Asmara Africa/Asmera
        Africa/Bamako Africa/Timbuktu
        Africa/Cairo Egypt
        Africa/Tripoli Libya
        America/Adak America/Atka US/Aleutian
        America/Anchorage US/Alaska
        America/Argentina/Buenos_Aires America/Buenos_Aires
        America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Catamarca
        America/Argentina/Cordoba America/Cordoba America/Rosario
        America/Argentina/Jujuy America/Jujuy
        America/Argentina/Mendoza America/Mendoza
        America/Atikokan America/Coral_Harbour
        America/Chicago US/Central
        America/Denver America/Shiprock Navajo US/Mountain
        America/Detroit US/Michigan
        America/Edmonton America/Yellowknife Canada/Mountain
        America/Halifax Canada/Atlantic
        America/Havana Cuba
        America/Indiana/Indianapolis America/Fort_Wayne America/Indianapolis US/East-Indiana
        America/Indiana/Knox America/Knox_IN US/Indiana-Starke
        America/Iqaluit America/Pangnirtung
        America/Jamaica Jamaica
        America/Kentucky/Louisville America/Louisville
        America/Los_Angeles US/Pacific
        America/Manaus Brazil/West
        America/Mazatlan Mexico/BajaSur
        America/Mexico_City Mexico/General
        America/New_York US/Eastern
        America/Noronha Brazil/DeNoronha
        America/Nuuk America/Godthab
        America/Phoenix US/Arizona
        America/Regina Canada/Saskatchewan
        America/Rio_Branco America/Porto_Acre Brazil/Acre
        America/Santiago Chile/Continental
        America/Sao_Paulo Brazil/East
        America/St_Johns Canada/Newfoundland
        America/St_Thomas America/Virgin
        America/Tijuana America/Ensenada America/Santa_Isabel Mexico/BajaNorte
        America/Toronto America/Montreal America/Nipigon America/Thunder_Bay Canada/Eastern
        America/Vancouver Canada/Pacific
        America/Whitehorse Canada/Yukon
        America/Winnipeg America/Rainy_River Canada/Central
        Antarctica/McMurdo Antarctica/South_Pole
        Arctic/Longyearbyen Atlantic/Jan_Mayen
        Asia/Ashgabat Asia/Ashkhabad
        Asia/Dhaka Asia/Dacca
        Asia/Ho_Chi_Minh Asia/Saigon
        Asia/Hong_Kong Hongkong
        Asia/Jerusalem Asia/Tel_Aviv Israel
        Asia/Kathmandu Asia/Katmandu
        Asia/Kolkata Asia/Calcutta
        Asia/Macau Asia/Macao
        Asia/Makassar Asia/Ujung_Pandang
        Asia/Nicosia Europe/Nicosia
        Asia/Seoul ROK
        Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin PRC
        Asia/Singapore Singapore
        Asia/Taipei ROC
        Asia/Tehran Iran
        Asia/Thimphu Asia/Thimbu
        Asia/Tokyo Japan
        Asia/Ulaanbaatar Asia/Choibalsan Asia/Ulan_Bator
        Asia/Urumqi Asia/Kashgar
        Asia/Yangon Asia/Rangoon
        Atlantic/Faroe Atlantic/Faeroe
        Atlantic/Reykjavik Iceland
        Australia/Adelaide Australia/South
        Australia/Brisbane Australia/Queensland
        Australia/Broken_Hill Australia/Yancowinna
        Australia/Darwin Australia/North
        Australia/Hobart Australia/Currie Australia/Tasmania
        Australia/Lord_Howe Australia/LHI
        Australia/Melbourne Australia/Victoria
        Australia/Perth Australia/West
        Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW
        Europe/Chisinau Europe/Tiraspol
        Europe/Dublin Eire
        Europe/Istanbul Asia/Istanbul Turkey
        Europe/Kyiv Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye
        Europe/Lisbon Portugal
        Europe/London Europe/Belfast GB GB-Eire
        Europe/Moscow W-SU
        Europe/Warsaw Poland
        Pacific/Auckland NZ
        Pacific/Chatham NZ-CHAT
        Pacific/Chuuk Pacific/Truk Pacific/Yap
        Pacific/Easter Chile/EasterIsland
        Pacific/Honolulu Pacific/Johnston US/Hawaii
        Pacific/Kanton Pacific/Enderbury
        Pacific/Kwajalein Kwajalein
        Pacific/Pago_Pago Pacific/Samoa US/Samoa
        Pacific/Pohnpei Pacific/Ponape
        """
}
