extension NetworkOperators {
    /// Number, roles, basis and name, by number.
    static let table = """
        3 education registry Massachusetts Institute of Technology
        9 education registry Carnegie Mellon University
        11 education registry Harvard University
        14 education registry Columbia University
        25 education registry University of California, Berkeley
        26 education registry Cornell University
        29 education registry Yale University
        31 education registry California Institute of Technology
        32 education registry Stanford University
        38 education registry University of Illinois
        52 education registry University of California, Los Angeles
        55 education registry University of Pennsylvania
        73 education registry University of Washington
        88 education registry Princeton University
        111 education registry Boston University
        137 education registry GARR
        224 education registry Sikt (Uninett)
        378 education registry IUCC
        553 education registry BelWü
        559 education registry SWITCH
        680 education registry DFN
        766 education registry RedIRIS
        786 education registry Jisc
        1103 education registry SURFnet
        1213 education registry HEAnet
        1237 education registry KREONET
        1653 education registry SUNET
        1741 education registry Funet
        1742 education registry Harvard University
        1835 education registry Forskningsnettet
        1853 education registry ACOnet
        1916 education operator RNP
        1930 education registry FCCN
        1955 education registry HBONE
        2018 education registry TENET
        2107 education registry ARNES
        2108 education registry CARNET
        2200 education registry Renater
        2607 education registry SANET
        2611 education registry Belnet
        2614 education registry RoEduNet
        2697 education registry ERNET India
        2852 education registry CESNET
        2907 education registry SINET
        3214 hosting registry xTom
        3223 hosting registry Voxility
        3661 education registry Chinese University of Hong Kong
        3842 hosting registry RamNode
        4538 education registry CERNET
        4785 hosting registry xTom
        4818 mobile registry Digi
        5408 education registry GRNET
        5577 hosting registry root
        6167 mobile registry Verizon Wireless
        6509 education registry CANARIE
        6724 hosting registry Strato
        6802 education registry BREN
        7203 hosting registry Leaseweb
        7472 education registry National University of Singapore
        7575 education registry AARNet
        7684 hosting registry Sakura Internet
        7979 hosting registry Servers.com
        8075 hosting registry Microsoft Azure
        8100 hosting registry QuadraNet
        8374 mobile registry Plus (Polkomtel)
        8501 education registry PIONIER
        8517 education registry ULAKNET
        8560 hosting registry IONOS
        8972 hosting registry GoDaddy (Host Europe)
        8987 hosting registry Amazon Web Services
        9009 hosting registry M247
        9123 hosting registry Timeweb
        9264 education registry ASNet, Academia Sinica
        9370 hosting registry Sakura Internet
        9371 hosting registry Sakura Internet
        9431 education registry University of Auckland
        9587 mobile registry DTAC
        9605 mobile operator NTT DOCOMO
        9644 mobile registry SK Telecom
        9674 mobile registry Far EasTone
        10030 mobile registry Celcom
        10139 mobile registry Smart
        10507 mobile registry T-Mobile USA (Sprint)
        10532 hosting registry Rackspace
        11537 education registry Internet2
        11878 hosting registry Tzulo
        12488 hosting registry Krystal
        12576 mobile registry EE
        12586 hosting registry GHOSTnet
        12637 hosting registry Seeweb
        12816 education registry Leibniz-Rechenzentrum, Munich
        12824 hosting registry home.pl
        12876 hosting registry Scaleway
        12912 mobile registry T-Mobile Polska
        12958 mobile registry T2 Russia
        13036 mobile registry T-Mobile Czechia
        13092 education registry AMRES
        13213 hosting registry UK2
        13280 mobile registry Three Ireland
        13926 vpn registry NetProtect (StrongVPN)
        14061 hosting registry DigitalOcean
        14618 hosting registry Amazon Web Services
        14956 hosting operator RouterHosting
        15169 hosting registry Google
        15395 hosting registry Rackspace
        15626 hosting registry ITL
        15817 hosting registry Mittwald
        15897 mobile registry Vodafone Turkey
        15967 hosting registry nazwa.pl
        16125 hosting registry Cherry Servers
        16135 mobile registry Turkcell
        16232 mobile registry TIM Italy
        16265 hosting registry Leaseweb
        16276 hosting registry OVHcloud
        16509 hosting registry Amazon Web Services
        17216 hosting registry DC74
        17421 mobile registry Chunghwa Telecom mobile
        17439 hosting registry NetMagic
        17716 education registry National Taiwan University
        18229 hosting registry CtrlS
        18779 hosting registry EGIHosting
        19148 hosting registry Leaseweb
        19318 hosting registry Interserver
        19437 hosting registry Secured Servers (phoenixNAP)
        19527 hosting registry Google
        19871 hosting registry Network Solutions
        19969 hosting registry Joe's Datacenter
        19994 hosting registry Rackspace
        20057 mobile registry AT&T Mobility
        20264 hosting registry Webair
        20401 hosting registry Hostway
        20454 hosting registry Secured Servers (phoenixNAP)
        20473 hosting registry Vultr
        20738 hosting registry GoDaddy (Host Europe)
        20773 hosting registry GoDaddy (Host Europe)
        20857 hosting registry TransIP
        20860 hosting registry iomart
        20965 education registry GÉANT
        20978 mobile registry TT Mobil
        21100 hosting registry ITL
        21497 mobile registry Vodafone Ukraine
        21499 hosting registry GoDaddy (Host Europe)
        21859 hosting registry Zenlayer
        21928 mobile registry T-Mobile USA
        22085 mobile operator Claro Brazil
        22394 mobile registry Verizon Wireless
        22611 hosting registry InMotion
        22612 hosting registry Namecheap
        22781 hosting,vpn registry NetProtect (Strong Technology)
        23033 hosting registry Wowrack
        23352 hosting registry ServerCentral
        23470 hosting registry ReliableSite
        23576 hosting registry Naver Cloud
        23693 mobile registry Telkomsel
        23724 hosting registry China Telecom IDC
        23881 hosting registry UDomain
        24158 mobile registry Taiwan Mobile
        24203 mobile registry XL Axiata
        24608 mobile registry Wind Tre
        24679 hosting registry Hostway
        24768 hosting registry AlmourolTec
        24875 hosting registry NovoServe
        24940 hosting registry Hetzner
        24961 hosting registry myLoc
        24971 hosting registry MASTER
        25135 mobile registry Vodafone UK
        25260 hosting registry QualityHosting
        25369 hosting registry Hydra Communications
        25532 hosting registry Masterhost
        25697 hosting registry UpCloud
        25780 hosting registry HugeServer
        25820 hosting registry IT7 Networks
        26347 hosting registry DreamHost
        26496 hosting registry GoDaddy
        26548 hosting registry PureVoltage
        26599 mobile operator Vivo Brazil
        26615 mobile operator TIM Brazil
        27176 hosting registry DataWagon
        27257 hosting registry Webair
        27357 hosting registry Rackspace
        27640 hosting registry Gigas
        27715 hosting operator Locaweb
        28403 mobile operator Telcel
        28753 hosting registry Leaseweb
        29066 hosting registry GoDaddy (Velia)
        29097 hosting registry Hostpoint
        29140 hosting registry Hostserver
        29169 hosting registry Gandi
        29180 mobile registry O2 UK
        29182 hosting registry JSC IOT (FirstVDS)
        29222 hosting registry Infomaniak
        29247 mobile registry Cosmote
        29302 hosting registry Hosting Services
        29447 hosting registry Scaleway
        29465 mobile registry MTN Nigeria
        29550 hosting registry Simply Transit
        29691 hosting registry Nine
        29802 hosting registry Hivelocity
        29854 hosting registry WestHost
        29873 hosting registry Newfold (BizLand)
        29975 mobile registry Vodacom
        30083 hosting registry GoDaddy (Server4You)
        30633 hosting registry Leaseweb
        30823 hosting registry combahton
        31103 hosting registry Keyweb
        31133 mobile registry MegaFon
        31708 hosting registry Coreix
        31898 hosting registry Oracle Cloud
        32097 hosting registry WholeSale Internet
        32181 hosting registry GigeNET
        32244 hosting registry Liquid Web
        32475 hosting registry SingleHop
        32613 hosting registry Leaseweb (iWeb)
        32748 hosting registry Steadfast
        32780 hosting registry Hosting Services
        33070 hosting registry Rackspace
        33182 hosting registry HostDime
        33387 hosting registry Nocix
        33480 hosting registry Web Werks
        34011 hosting registry GoDaddy (Host Europe)
        34058 mobile registry lifecell
        34432 hosting registry Profihost
        34549 hosting registry meerfarbig
        34762 hosting registry Combell
        34788 hosting registry Neue Medien Muennich (All-Inkl)
        34934 hosting registry UKFast
        34989 hosting registry ServeTheWorld
        35278 hosting registry SprintHost
        35415 hosting registry Webzilla
        35425 hosting registry Bytemark
        35540 hosting registry OVHcloud
        35662 hosting registry Redstation
        35908 hosting registry Krypt
        35916 hosting registry Multacom
        36024 hosting registry TierPoint
        36114 hosting registry Versaweb
        36183 relay research Akamai, for Apple's Private Relay
        36236 hosting registry NetActuate
        36351 hosting registry IBM Cloud (SoftLayer)
        36352 hosting registry ColoCrossing
        36375 education registry University of Michigan
        36666 hosting registry GloboTech
        37075 mobile registry Airtel Uganda
        37153 hosting registry xneelo
        37963 hosting registry Alibaba Cloud
        38001 hosting registry NewMedia Express
        38022 education registry REANNZ
        38266 mobile registry Vodafone Idea
        38365 hosting registry Baidu
        38466 mobile registry U Mobile
        38719 hosting registry Dreamscape
        38880 hosting registry Micron21
        39351 hosting registry 31173 Services
        39603 mobile registry Play (P4)
        39729 hosting registry Register
        40021 hosting registry Contabo
        40244 hosting registry TurnKey Internet
        40509 hosting registry Fly.io
        40676 hosting registry Psychz
        40819 hosting registry VPS Datacenter
        41079 hosting registry cyber_Folks
        41653 hosting registry Aqua Ray
        42244 hosting registry eServer
        42331 hosting registry Freehost
        42473 hosting registry Anexia
        42612 hosting registry Dinahosting
        42695 hosting registry City Network
        42699 hosting registry managedhosting.de
        42708 hosting registry GleSYS
        42831 hosting registry UK Dedicated Servers
        42926 hosting registry Radore
        42961 mobile registry Zain Kuwait
        43146 hosting registry Reg.ru (Agava)
        43289 hosting registry Trabia
        43350 hosting registry NForce
        43447 mobile registry Orange Polska
        43541 hosting registry VSHosting
        43766 mobile registry Zain Saudi Arabia
        44034 mobile registry Tre (Hi3G)
        44066 hosting registry firstcolo
        44112 hosting registry SpaceWeb
        44143 mobile registry A1 Serbia
        44244 mobile registry Irancell
        44273 hosting registry GoDaddy (Host Europe)
        44477 hosting registry Stark Industries (PQ Hosting)
        44684 hosting registry Mythic Beasts
        44925 hosting registry 1984
        45090 hosting registry Tencent Cloud
        45102 hosting registry Alibaba Cloud
        45143 mobile registry SingTel Mobile
        45179 hosting registry SiteHost
        45187 hosting registry Rackspace
        45271 mobile registry Vodafone Idea
        45352 hosting registry IP ServerOne
        45609 mobile registry Bharti Airtel
        45638 hosting registry Synergy Wholesale
        45671 hosting registry Servers Australia
        45727 mobile registry Hutchison 3 Indonesia
        45815 hosting registry ESDS
        45839 hosting registry Shinjiru
        46015 hosting registry Exabytes
        46261 hosting registry QuickPacket
        46475 hosting registry Limestone Networks
        46562 hosting registry Performive
        46606 hosting registry Newfold (Unified Layer)
        46844 hosting registry Sharktech
        47172 hosting registry Greenhost
        47447 hosting registry 23M
        47583 hosting registry Hostinger
        47692 hosting registry Nessus
        47869 hosting registry Netrouting
        48031 hosting registry Xserver
        48282 hosting registry VDSina
        48823 hosting registry Hosting.de
        49349 hosting registry Dotsi
        49453 hosting registry Global Layer
        49505 hosting registry Selectel
        49532 hosting registry Eonix
        49544 hosting registry i3D.net
        49981 hosting registry WorldStream
        50613 hosting registry Advania Island
        50673 hosting registry Serverius
        50837 hosting registry CloudSigma
        51167 hosting registry Contabo
        51207 mobile registry Free Mobile
        51395 hosting registry Datasource
        51430 hosting registry AltusHost
        51432 vpn registry BeeVPN
        51468 hosting registry one.com
        51765 hosting registry Crea Nova
        51852 hosting registry Private Layer
        52000 hosting registry MIRhosting
        52048 hosting registry DataClub
        52341 mobile operator WOM Chile
        53340 hosting registry FiberHub
        53559 vpn registry Anonymizer
        53667 hosting registry FranTech (BuyVM)
        53755 hosting registry IOFLOOD
        53850 hosting registry GorillaServers
        54203 hosting,vpn registry NetProtect (Strong Technology)
        54290 hosting registry Hostwinds
        54489 hosting registry CoreSpace
        54500 hosting registry EGIHosting
        54540 hosting registry Hivelocity (Incero)
        54600 hosting registry PEG TECH
        54641 hosting registry InMotion
        54825 hosting registry Equinix Metal (Packet)
        55286 hosting registry ServerMania
        55293 hosting registry A2 Hosting
        55824 education registry National Knowledge Network of India
        55836 mobile registry Reliance Jio
        55933 hosting registry Cloudie
        55967 hosting registry Baidu
        55990 hosting registry Huawei Cloud
        56322 hosting registry ServerAstra
        56630 hosting registry Melbicom
        56655 hosting registry TerraHost
        57043 hosting registry Hostkey
        57169 hosting registry EDIS
        57286 hosting registry Gigas
        58073 hosting registry YISP
        58212 hosting registry dataforest
        58519 hosting registry China Telecom Cloud
        59019 hosting registry Kingsoft Cloud
        59077 hosting registry UCloud
        59253 hosting registry Leaseweb
        59432 hosting registry Ginernet
        59711 hosting registry HZ Hosting
        59729 hosting registry ITL
        59764 hosting registry Atlantic.Net
        60011 hosting registry Mythic Beasts
        60068 hosting registry DataCamp (CDN77)
        60117 hosting registry Host Sailor
        60144 hosting registry 3W Infra
        60339 mobile registry Three UK
        60404 hosting registry The Infrastructure Group (LiteServer)
        60558 hosting registry phoenixNAP
        60567 hosting registry DataClub
        60729 tor operator Zwiebelfreunde
        60781 hosting registry Leaseweb
        61098 hosting registry Exoscale
        61102 hosting registry Interhost
        61157 hosting registry PlusServer
        61272 hosting registry BaCloud
        61323 hosting registry UKFast
        62240 hosting registry Clouvider
        62282 hosting registry Rakrejus (Interneto vizija)
        62292 hosting registry Websupport
        62370 hosting registry Snel
        62371 vpn registry Proton
        62540 hosting registry Drake Holdings
        62563 hosting registry GlobalTeleHost
        62567 hosting registry DigitalOcean
        62904 hosting registry Eonix
        63008 hosting registry Contina
        63128 vpn registry NetProtect (StrongVPN)
        63199 hosting registry Capital Online
        63473 hosting registry HostHatch
        63949 hosting registry Akamai Connected Cloud (Linode)
        131445 mobile registry AIS
        132061 mobile registry True Move H
        132199 mobile registry Globe
        132203 hosting registry Tencent Cloud
        132420 hosting registry E2E Networks
        132717 hosting registry NxtGen
        132779 hosting registry RackBank
        132816 hosting registry SimplerCloud
        133296 hosting registry Web Werks
        133478 hosting registry Tencent Cloud
        133752 hosting registry Leaseweb
        134451 hosting registry NewMedia Express
        134963 hosting registry Alibaba Cloud
        135377 hosting registry UCloud
        135822 hosting registry Ovi Hosting
        136787 vpn operator NordVPN (Tefincom)
        136907 hosting registry Huawei Cloud
        136988 hosting registry Leaseweb
        137409 hosting registry GSL Networks
        137718 hosting registry Volcano Engine
        140952 hosting,vpn registry NetProtect (Strong Technology)
        141039 vpn operator NordVPN (Tefincom)
        141995 hosting registry Contabo
        147049 vpn research NordVPN (PacketHub)
        196645 hosting registry HostPro
        196752 hosting registry Tilaa
        197019 hosting registry WEDOS
        197155 hosting registry Artnet
        197207 mobile registry Mobile Communication Company of Iran
        197328 hosting registry Istanbuldc
        197540 hosting registry netcup
        197695 hosting registry Reg.ru
        197902 hosting registry Hostnet
        198203 hosting registry RouteLabel
        198610 hosting registry Beget
        199218 vpn operator Proton VPN
        199524 hosting registry Gcore
        199653 hosting registry Aruba
        199883 hosting registry Aruba Cloud
        200000 hosting registry Hosting Ukraine
        200019 hosting registry AlexHost
        200130 hosting registry DigitalOcean
        200350 hosting registry Yandex Cloud
        200651 hosting registry FlokiNET
        201200 hosting registry SuperHosting.BG
        201665 vpn registry Anonymizer
        201814 hosting registry MEVSPACE
        202015 hosting registry HZ Hosting
        202018 hosting registry DigitalOcean
        202053 hosting registry UpCloud
        202422 hosting registry Gcore
        202448 hosting registry MVPS
        202468 hosting registry ArvanCloud
        203020 hosting registry HostRoyale
        203061 hosting registry code200
        203476 hosting registry Gandi
        203523 hosting registry Virtono
        204957 hosting registry Green Floid
        205544 hosting registry Leaseweb
        206067 mobile registry Three UK
        206264 hosting registry Amarutu (Koddos)
        207137 vpn research NordVPN (PacketHub)
        207651 hosting registry VDSina
        207713 hosting registry Global Internet Solutions
        207990 hosting registry HostRoyale
        208046 hosting registry HostSlick
        208323 tor operator Foundation for Applied Privacy
        209103 vpn registry Proton VPN
        209605 hosting registry Host Baltic
        209854 vpn registry Surfshark
        210558 hosting registry 1337 Services
        210644 hosting registry Aeza
        211125 vpn registry WeVPN
        211252 hosting registry Delis
        212238 hosting registry DataCamp
        212317 hosting registry Hetzner
        213230 hosting registry Hetzner
        215540 hosting operator Global Connectivity Solutions
        216025 vpn operator Mullvad VPN
        216246 hosting operator Aeza
        393406 hosting registry DigitalOcean
        394087 vpn registry PureVPN
        394380 hosting registry Leaseweb
        394695 hosting registry PublicDomainRegistry
        395839 hosting registry Hostkey
        395954 hosting registry Leaseweb
        396190 hosting registry Leaseweb
        396356 hosting registry Maxihost (Latitude.sh)
        396362 hosting registry Leaseweb
        396507 tor operator Emerald Onion
        396982 hosting registry Google Cloud
        397373 hosting registry H4Y Technologies
        397540 vpn registry Windscribe
        398101 hosting registry GoDaddy
        399486 hosting registry Virtuo
        399629 hosting registry BL Networks (BitLaunch)
        """
}
