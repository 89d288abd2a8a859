// Written by Training/train.py: `make behavior` writes it anew. See docs/behavior.md for what it can and can't tell.

// swift-format-ignore-file
extension AdditiveModel {
    /// Whether strokes of a mouse were made by a person or by a generator.
    ///
    /// Trained on 3,401 windows of 40 people and 10,485 of 20 generators, of 5, 8, 12 and 20 strokes,
    /// as they were recorded and as disturbed machines would report them.
    /// People: SapiMouse (39) and wafer (1).
    /// Generators: nine written for it, and windmouse 1.0.2, pyclick 0.0.2, python-ghost-cursor 0.1.1, HumanCursor 1.1.5, oxymouse 1.1.0, human_mouse 0.1.2, pyHM 0.0.7, pathgenerator 0.1.2, nothingtoseehere 1.2.0, cursory 2.1.0.
    public static let pointer = AdditiveModel(
        terms: [
            Term(name: "detour", mean: 0.22200547015266342, scale: 0.16738371056727755,
                slope: -1.6583540373694179, bow: 0.45483942097899926),
            Term(name: "peak_place", mean: 0.3217348919738975, scale: 0.10003581092116277,
                slope: -0.4571604589892802, bow: 0.23189873052458093),
            Term(name: "speed_variation", mean: 1.012528743296016, scale: 0.18920894647175432,
                slope: -0.1374385084195018, bow: 0.0279759834524104),
            Term(name: "fullness", mean: 0.31889216290514705, scale: 0.07065483276187931,
                slope: -0.16454096237876728, bow: 0.05231446770388904),
            Term(name: "onset", mean: 0.31369086747374453, scale: 0.17381195786911222,
                slope: -0.07211000062786435, bow: 0.11892135426052),
            Term(name: "ending", mean: 0.13265409940034137, scale: 0.08335906612640831,
                slope: -0.7718574137621907, bow: 0.1124252829693911),
            Term(name: "turning", mean: 0.12092910242122314, scale: 0.03575609705559869,
                slope: -0.7873685215536746, bow: 0.41487244808114965),
            Term(name: "same_turns", mean: 0.6725607783092667, scale: 0.07410100179566605,
                slope: 0.20335331267569878, bow: -0.02393061607826987),
            Term(name: "bend_slowing", mean: -0.20014707695521852, scale: 0.14669019804262176,
                slope: -0.19211194376531002, bow: 0.054174006333601366),
            Term(name: "roughness", mean: -0.7771255408192832, scale: 0.32441078326483586,
                slope: -0.5127368915293545, bow: -0.14589742811193793),
            Term(name: "push_memory", mean: 0.26271729816678596, scale: 0.22189394242402835,
                slope: -1.2152612832471432, bow: -0.08739116915527541),
            Term(name: "slow_share", mean: 0.35596324349150515, scale: 0.11447814345947721,
                slope: 0.434828622526917, bow: -0.05780065873859307),
            Term(name: "peaks", mean: 0.7298864609693344, scale: 0.149836960248282,
                slope: -0.2979717077544566, bow: 0.2924083424901359),
            Term(name: "sideways", mean: -1.548795078960329, scale: 0.33899977310309615,
                slope: 0.7586179523614324, bow: 0.13503614591512877),
            Term(name: "peak_place_spread", mean: 0.1656603649004421, scale: 0.06641597324771206,
                slope: 0.32201201355212977, bow: 0.18217935062645593),
            Term(name: "speed_variation_spread", mean: 0.27457448938683665, scale: 0.09516710832465292,
                slope: -0.40045823262669084, bow: 0.0709684704752827),
            Term(name: "turning_spread", mean: 0.05119958002458906, scale: 0.021443532605754483,
                slope: 0.4147723772088482, bow: 0.09809523689542694),
            Term(name: "duration_spread", mean: 0.3575665229937975, scale: 0.13615334741823787,
                slope: 0.14318817258103822, bow: -0.1086066883074205),
            Term(name: "pace_spread", mean: 0.4935705549098097, scale: 0.18852161511060206,
                slope: 0.10362346079543747, bow: -0.27915115206426455),
            Term(name: "longer_for_longer", mean: 0.4807595120854789, scale: 0.3666194373747305,
                slope: -0.25549393394207043, bow: 0.03514721539894096),
            Term(name: "asymmetry", mean: 0.3221318904976346, scale: 0.0992531621886892,
                slope: -1.2271139711349797, bow: -0.12387017211512429),
        ],
        intercept: -5.495714074189966)

    /// Log odds above which no person was, when the model had not seen that person; half a unit more.
    public static let pointerThreshold = 2.0
    /// Log odds below which at most three in a hundred windows of any generator came, even of one that the model had not seen; of those
    /// that bend people's recorded movement more do.
    public static let pointerNatural = -3.9
    /// Fewer strokes than this are too few to hold against anyone.
    public static let pointerLeastStrokes = 8
}
