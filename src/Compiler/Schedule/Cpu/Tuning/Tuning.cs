namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Measured choices for layers of certain sizes.</summary>
public sealed record Tuning(EquatableArray<TunedLayer> Layers)
{
    public static Tuning None { get; } = new(Array.Empty<TunedLayer>().ToEquatableArray());

    /// <summary>What was chosen for a layer on an instruction set; later lines override earlier ones.</summary>
    public TunedLayer For(string layer, InstructionSet set) =>
        Layers.Where(tuned => tuned.Layer == layer && (tuned.Set == TunedLayer.EverySet || tuned.Set == set.Name))
            .Aggregate(new TunedLayer(layer, set.Name), (choice, tuned) => choice.With(tuned));

    /// <summary>The form of a layer, the same on every instruction set.</summary>
    public int? WinogradFor(string layer) => Layers.LastOrDefault(tuned => tuned.Layer == layer && tuned.Winograd is not null)?.Winograd;
}
