import Sessions

extension Attribution.Behavior {
    /// Ways of acting, from the signals of the channel: one strong or two moderate ones are enough.
    static func all(in hits: [Hit]) -> [Attribution.Behavior] {
        let channels: [(Attribution.Behavior.Channel, String, String, Set<String>)] = [
            (
                .typing, "synthetic-typing", "Synthetic Typing",
                [
                    "key_dwell_too_short", "key_dwell_constant", "key_intervals_constant", "typing_too_fast",
                    "keys_never_released", "keys_repeated", "keys_replayed",
                    "untrusted_keys", "keypress_without_keydown",
                ]
            ),
            (
                .form, "scripted-filling", "Scripted Filling",
                [
                    "text_without_keys", "fields_filled_without_focus", "untrusted_inputs", "form_sent_untouched",
                    "untrusted_submission",
                    "fields_filled_instantly",
                ]
            ),
            (
                .mouse, "synthetic-pointer", "Synthetic Pointer",
                [
                    "press_without_approach", "press_after_one_move", "pointer_teleports", "straight_strokes",
                    "constant_speed",
                    "even_pointer_spacing", "acceleration_profile_synthetic", "approach_times_exact", "press_too_short",
                    "press_always_as_long", "centred_clicks",
                    "pressure_missing",
                    "fractional_press_coordinates", "untrusted_clicks", "untrusted_pointer",
                ]
            ),
            (
                .touch, "synthetic-touch", "Synthetic Touch",
                [
                    "touch_without_screen", "touch_without_contact", "touch_without_pointer", "touch_too_short",
                    "touch_strokes_straight", "touch_contact_default", "touch_scroll_stops_dead",
                    "untrusted_touches",
                ]
            ),
            (
                .scroll, "scripted-scrolling", "Scripted Scrolling",
                [
                    "unexplained_scrolling", "lone_wheel_turn", "wheel_not_eased", "wheel_turns_even",
                    "wheel_speed_constant", "wheel_turn_too_large",
                ]
            ),
        ]
        return channels.compactMap { channel, value, label, slugs in
            let found = hits.filter { slugs.contains($0.signal.slug) }
            let weight = found.reduce(0.0) { $0 + Scoring.weight(of: $1.signal.strength) * $1.finding.extent }
            guard weight >= 2 else { return nil }
            return .init(channel: channel, value: value, label: label, confidence: min(97, 60 + Int(weight * 6)))
        }
    }
}
