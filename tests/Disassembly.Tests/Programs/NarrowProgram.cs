using Fusion.Benchmarks;
using Fusion.Compiler.Schedule.Cpu;
using Storage = Fusion.Compiler.WeightStorage;

namespace Fusion.Disassembly.Tests.Programs;

/// <summary>Compiles and runs layers with every weight in BF16, for all shapes of tiles.</summary>
public static class NarrowProgram
{
    public const string Argument = "bf16";

    public static int Run(InstructionSet set)
    {
        SingleLayer[] layers = [.. SingleLayer.Standard, SingleLayer.Product(1280, 1000), SingleLayer.Product(300, 24)];
        foreach (CompiledLayer layer in LayerCompiler.Compile(layers, _ =>
            ScheduleOptions.Default with { Weights = Storage.BFloat16, LeastNarrowWeights = 1 }))
        {
            using Network network = layer.Load(NetworkWeights.Initialize(layer.Info, seed: 1),
                new NetworkOptions { InstructionSet = set, Threads = 1 });
            NetworkVariant variant = layer.Info.Variants[0];
            layer.Run(network, new float[variant.Inputs[0].Elements], [.. variant.Outputs.Select(output => new float[output.Elements])]);
        }

        return 0;
    }
}
