using Fusion.Benchmarks;

namespace Fusion.Disassembly.Tests.Programs;

/// <summary>Compiles and runs training steps of single layers, for all kinds of tiles of weight gradients.</summary>
public static class TrainingProgram
{
    public const string Argument = "training";

    public static int Run(InstructionSet set)
    {
        LayerStep[] steps =
        [
            LayerStep.Of(2, 64, 96, 8), LayerStep.Of(2, 24, 40, 9, stride: 2), LayerStep.Of(2, 3, 16, 12, 7, 2), LayerStep.Of(2, 1, 8, 9),
            LayerStep.Of(3, 33, 144, 8, 1), LayerStep.Of(2, 32, 32, 8, groups: 8), LayerStep.Of(2, 48, 48, 8, groups: 48),
            LayerStep.Of(2, 40, 40, 9, 5, 2, 40), LayerStep.Of(2, 20, 20, 9, 7, 1, 20),
        ];
        foreach (CompiledLayer layer in LayerCompiler.Compile([.. steps.Select(step => step.Layer)]))
        {
            using Network network = layer.Load(NetworkWeights.Initialize(layer.Info, seed: 1),
                new NetworkOptions { InstructionSet = set, Threads = 1 });
            NetworkVariant variant = layer.Info.Variants[0];
            layer.Run(network, new float[variant.Inputs[0].Elements], [.. variant.Outputs.Select(output => new float[output.Elements])]);
        }

        return 0;
    }
}
