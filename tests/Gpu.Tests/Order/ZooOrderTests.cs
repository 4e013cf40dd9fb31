using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Zoo;

namespace Fusion.Gpu.Tests.Order;

/// <summary>Every kernel of the zoo keeps the order of its source.</summary>
public sealed class ZooOrderTests
{
    public static TheoryData<string> Networks => [.. ZooNetwork.All.Concat(ZooNetwork.Blocks).Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryKernelIsInTheOrderOfItsSource(string name)
    {
        foreach (GpuProgram program in GeneratedPrograms.Of(ZooNetwork.FindAny(name)!.Info)) KernelOrder.Check(program);
    }
}
