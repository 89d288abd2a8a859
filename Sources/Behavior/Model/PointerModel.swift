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
                slope: -1.4413572439724829, bow: 0.4238049970248182),
            Term(name: "peak_place", mean: 0.3217348919738975, scale: 0.10003581092116277,
                slope: -0.18935908980359586, bow: 0.11826339077148895),
            Term(name: "speed_variation", mean: 1.012528743296016, scale: 0.18920894647175432,
                slope: -0.6596072831367645, bow: -0.02790354613305238),
            Term(name: "fullness", mean: 0.31889216290514705, scale: 0.07065483276187931,
                slope: -0.3610924076306644, bow: 0.15924709263619122),
            Term(name: "onset", mean: 0.31369086747374453, scale: 0.17381195786911222,
                slope: -0.49729799804643804, bow: 0.16906712989550404),
            Term(name: "ending", mean: 0.13265409940034137, scale: 0.08335906612640831,
                slope: -0.7388264296281348, bow: 0.0938691444552051),
            Term(name: "turning", mean: 0.12092910242122314, scale: 0.03575609705559869,
                slope: -0.7126263275099657, bow: 0.46039863707582496),
            Term(name: "same_turns", mean: 0.6725607783092667, scale: 0.07410100179566605,
                slope: 0.17255298676385694, bow: -0.007076467318593888),
            Term(name: "bend_slowing", mean: -0.20014707695521852, scale: 0.14669019804262176,
                slope: -0.2284362737432749, bow: 0.04900704945516001),
            Term(name: "roughness", mean: -0.7771255408192832, scale: 0.32441078326483586,
                slope: -0.5601610207342265, bow: -0.18782321221610124),
            Term(name: "push_memory", mean: 0.26271729816678596, scale: 0.22189394242402835,
                slope: -1.2468230324492573, bow: -0.10998652901065728),
            Term(name: "slow_share", mean: 0.35596324349150515, scale: 0.11447814345947721,
                slope: 0.08528158555756694, bow: -0.04550344096593876),
            Term(name: "peaks", mean: 0.7298864609693344, scale: 0.149836960248282,
                slope: -0.16148862576609294, bow: 0.3045565024920433),
            Term(name: "sideways", mean: -1.548795078960329, scale: 0.33899977310309615,
                slope: 0.7882420697271687, bow: 0.11726174155342191),
            Term(name: "peak_place_spread", mean: 0.1656603649004421, scale: 0.06641597324771206,
                slope: 0.2667703242246203, bow: 0.15383191544304084),
            Term(name: "speed_variation_spread", mean: 0.27457448938683665, scale: 0.09516710832465292,
                slope: -0.2697740994502354, bow: 0.04461000760092545),
            Term(name: "turning_spread", mean: 0.05119958002458906, scale: 0.021443532605754483,
                slope: 0.43311021590715154, bow: 0.08475784036216084),
            Term(name: "duration_spread", mean: 0.3575665229937975, scale: 0.13615334741823787,
                slope: 0.07729621304120482, bow: -0.03236207454071519),
            Term(name: "pace_spread", mean: 0.4935705549098097, scale: 0.18852161511060206,
                slope: 0.0717798143831143, bow: -0.27805379295500243),
            Term(name: "longer_for_longer", mean: 0.4807595120854789, scale: 0.3666194373747305,
                slope: -0.2978875059925227, bow: 0.027761520078750455),
        ],
        intercept: -5.445080982617573)

    /// Log odds above which no person was, when the model had not seen that person; half a unit more.
    public static let pointerThreshold = 2.6
    /// Fewer strokes than this are too few to hold against anyone.
    public static let pointerLeastStrokes = 8
}
