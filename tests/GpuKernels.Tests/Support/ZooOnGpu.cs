using Fusion.Gpu;
using Fusion.Zoo;

namespace Fusion.Kernels.Tests.Support;

/// <summary>Which of the zoo's networks are compiled for GPUs in every run of the tests.</summary>
internal static class ZooOnGpu
{
    /// <summary>
    /// Of a hundred layers of as many forms, which an OpenCL compiler takes minutes for. Their blocks, or networks of the same operations,
    /// are among the others; FUSION_TEST_WHOLE_ZOO=1 runs these, too.
    /// </summary>
    private static readonly string[] s_long = ["densenet-121", "convnext-tiny", "vit-tiny", "regnet-y-400mf"];

    public static IEnumerable<string> Names => ZooNetwork.All.Concat(ZooNetwork.Blocks).Select(zoo => zoo.Name)
        .Where(name => Environment.GetEnvironmentVariable("FUSION_TEST_WHOLE_ZOO") == "1" || !s_long.Contains(name));

    /// <summary>What a network of the zoo gives on the device.</summary>
    public static float[][] Run(ZooNetwork zoo, int variant, StateDict weights, float[] input, int batch)
    {
        CompiledGpuNetwork compiled = CompiledGpuNetwork.Build([GraphText.Parse(zoo.Info.Variants[variant].Graph)])[0];
        float[][] found = zoo.Outputs(variant, batch);
        using var network = new NetworkRun(compiled, weights, new GpuOptions { Batch = batch });
        network.Run([input], found);
        return found;
    }
}
