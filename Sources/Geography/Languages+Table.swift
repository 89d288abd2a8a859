extension Languages {
    /// A language, and the countries where it is expected.
    ///
    /// From the territory information of the Unicode CLDR as of 2026 (Unicode licence v3): where it is an official language, of a region too, or
    /// two of a hundred people speak it. Added to that, where about a million people speak it at home, such as Vietnamese in the USA.
    static let table = """
        af NA ZA
        am ET
        ar AE BH CA DJ DZ EG EH ER FR IL IQ IR JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN YE
        az AZ IQ IR RU
        be BY
        bg BG MD
        bn AE BD IN SA
        bs BA
        ca AD ES
        cs CZ SK
        da DE DK GL
        de AT BE BG BR CH CZ DE DK FI FR GB GR HU KZ LI LT LU NL PL PY SI SK US
        el CY GR
        es AD AR BO BZ CA CL CO CR CU CW DE DO EC ES FR GB GI GQ GT HN MX NI PA PE PH PR PT PY RO SV SX US UY VE
        et EE
        eu ES
        fa AF IR QA US
        fi EE FI SE
        fil CA MO PH SG US
        fr AD AT BE BF BI BJ BL CA CD CF CG CH CI CM CY DE DJ DZ FR GA GB GF GN GP GQ GR GW HT IE IT KM LB LU MA MC MF \
        MG ML MQ MR MT MU NC NE NL PF PM PT RE RO RW SC SN ST SY TD TF TG TN US VU WF YT
        gl ES
        gu GB IN
        he IL
        hi AE CA FJ IN US ZA
        hr AT BA HR RS SI
        hu AT HU RO RS SK
        hy AM GE LB
        id ID SG
        is IS
        it AR AT CH DE HR IT MT SM US VA
        ja JP
        ka GE
        kk KZ MN
        km KH
        kn IN
        ko CN JP KP KR US
        ky KG
        lo LA
        lt LT PL
        lv LV
        mk MK
        ml AE BH IN KW OM QA SA
        mn CN MN
        mr IN
        ms BN CC ID MY SG TH
        my MM
        nb BV NO SJ
        ne BT IN NP
        nl AW BE BQ CW DE NL SR SX
        pa AE CA GB IN PK US
        pl DE GB PL UA US
        ps AE AF PK
        pt AO BR CH CV FR GQ GW LU MO MZ PT ST TL US
        ro DE ES IL IT MD RO RS
        ru AM BG BY DE EE GE IL KG KZ LT LV MD PL RU SJ TJ TM UA US UZ
        si LK
        sk CZ RS SK
        sl AT SI
        sq AL ME MK RS XK
        sr BA ME RS XK
        sv AX DK FI SE
        sw CD KE SO TZ UG
        ta AE CA GB IN LK MU MY RE SG
        te IN
        tg TJ
        th TH
        tk AF IR TM
        tr AT BG CY DE FR MK NL TR
        uk CZ DE MD PL RS UA
        ur AE GB IN MU PK SA
        uz AF TM UZ
        vi US VN
        zh AU BN CA CN GF HK ID MO MY PF SG TH TW US VN
        zu LS SZ ZA
        """
}
