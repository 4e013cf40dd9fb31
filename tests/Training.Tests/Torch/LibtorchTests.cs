using System.Runtime.InteropServices;
using TorchSharp;

namespace Fusion.Training.Tests.Torch;

public class LibtorchTests
{
    /// <summary>Where the package is, nothing may be skipped.</summary>
    [Fact]
    public void Libtorch_loads_where_there_is_a_package_for_the_platform()
    {
        if (Libtorch.IsExpected) Assert.Null(Libtorch.Problem);
        else Assert.False(OperatingSystem.IsLinux() && RuntimeInformation.RuntimeIdentifier == "linux-x64", Libtorch.Problem);
    }

    [TorchFact]
    public void Libtorch_computes()
    {
        using torch.Tensor ones = torch.ones(3, torch.float64);
        Assert.Equal(3, ones.sum().item<double>());
    }
}
