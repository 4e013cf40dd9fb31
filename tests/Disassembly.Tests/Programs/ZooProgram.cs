using System;
using Fusion.Zoo;

namespace Fusion.Disassembly.Tests;

/// <summary>Runs every network of the zoo so that every kernel of one instruction set is compiled. The tests start it as a process of its
/// own.</summary>
public static class ZooProgram
{
    /// <param name="arguments">The instruction set; how often each network runs.</param>
    public static int Main(string[] arguments)
    {
        var set = Enum.Parse<InstructionSet>(arguments[0]);
        int runs = int.Parse(arguments[1]);
        foreach (ZooNetwork zoo in ZooNetwork.All)
        {
            using Network network = zoo.Load(NetworkWeights.Initialize(zoo.Info, seed: 1),
                new NetworkOptions { InstructionSet = set, Threads = 1 });
            for (int variant = 0; variant < zoo.Info.Variants.Count; variant++)
            {
                var input = new float[zoo.Info.Variants[variant].Inputs[0].Elements];
                float[][] outputs = zoo.Outputs(variant);
                for (int run = 0; run < runs; run++) zoo.Run(network, input, outputs);
            }
        }

        return 0;
    }
}
