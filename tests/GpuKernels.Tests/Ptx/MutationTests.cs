using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Order;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Memory;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;
using ILGPU.Runtime.Cuda;
using Xunit.Sdk;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>Real kernels whose PTX has been changed: the checks find it, or the comparison with the reference interpreter.</summary>
public sealed class MutationTests
{
    /// <summary>Several slices of the depth, which take turns in two halves of shared memory, and sums of a squeeze.</summary>
    private static readonly Graph s_convolution = Build.Graph("Convolution", g =>
        g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 5, 5, 24), 32, 3), 4)));

    private static readonly Lazy<Mutant> s_mutant = new(() => new Mutant(s_convolution, "Conv"));

    /// <summary>Linear layers, one behind the other.</summary>
    private static readonly Graph s_layers = PtxGraphs.Chains.Single(graph => graph.Name == "Layers");

    [Xunit.Theory]
    [InlineData("Conv", Precision.Single)]
    [InlineData("Conv", Precision.TensorFloat32)]
    [InlineData("Linear", Precision.Single)]
    public void A_barrier_less_is_a_race(string kernel, Precision precision)
    {
        Mutant mutant = precision == Precision.Single && kernel == "Conv" ? s_mutant.Value
            : new Mutant(kernel == "Linear" ? s_layers : s_convolution, kernel, precision);
        Assert.Null(mutant.Change([], line => line));
        int[] barriers = mutant.Lines("bar.sync");
        Assert.InRange(barriers.Length, 2, 20);
        foreach (int barrier in barriers)
        {
            Exception? found = mutant.Change([barrier], _ => "");
            Assert.True(found is PtxFault { Kind: PtxFaultKind.Hazard or PtxFaultKind.Uninitialized }, $"line {barrier + 1}: {found}");
        }
    }

    [Xunit.Theory]
    [InlineData("ld.global.v4.f32", "+4]", PtxFaultKind.Misaligned)]
    [InlineData("ld.global.v4.f32", "+16777216]", PtxFaultKind.OutOfBounds)]
    [InlineData("st.global.v4.f32", "+16777216]", PtxFaultKind.OutOfBounds)]
    [InlineData("st.shared.v4.f32", "+65536]", PtxFaultKind.OutOfBounds)]
    [InlineData("st.shared.v4.f32", "+8]", PtxFaultKind.Misaligned)]
    public void An_address_that_is_wrong_is_found(string access, string end, PtxFaultKind expected)
    {
        Mutant mutant = s_mutant.Value;
        var fault = Assert.IsType<PtxFault>(mutant.Change([mutant.Lines(access)[0]], line => line.Replace("]", end)));
        Assert.Equal(expected, fault.Kind);
    }

    [Xunit.Fact]
    public void A_store_less_is_a_load_of_what_nobody_wrote()
    {
        Mutant mutant = s_mutant.Value;
        var fault = Assert.IsType<PtxFault>(mutant.Change([mutant.Lines("st.global")[0]], _ => ""));
        Assert.Equal(PtxFaultKind.Uninitialized, fault.Kind);
    }

    [Xunit.Fact]
    public void A_greatest_value_that_loses_NaN_is_found()
    {
        var mutant = new Mutant(Build.Single(new MaxPool([3, 3], [1, 1], [1, 1]), 4, 4, 4), "MaxPool");
        Func<Random, float> input = random => random.Next(5) == 0 ? float.NaN : random.NextSingle();
        Assert.Null(mutant.Change([], line => line, input));
        Assert.IsAssignableFrom<XunitException>(mutant.Change(mutant.Lines("testp.notanumber"), line =>
            line.Replace("notanumber", "infinite"), input));
    }

    /// <summary>ILGPU's own order of loads and barriers, see <see cref="KernelOrder"/>: the race that neither it nor PoCL show.</summary>
    [Xunit.Theory]
    [InlineData(nameof(OrderKernels.Textbook), true, false)]
    [InlineData(nameof(OrderKernels.Textbook), false, true)]
    [InlineData(nameof(OrderKernels.Guarded), false, false)]
    public void What_ILGPU_reorders_is_a_race(string name, bool keepsOrder, bool isRace)
    {
        using var code = new KernelCode(keepsOrder);
        GpuKernelMethod method = name == nameof(OrderKernels.Textbook) ? OrderKernels.Textbook : OrderKernels.Guarded;
        PtxKernel kernel = PtxReader.Read(code.Ptx(new GpuKernel(name, method, 64, 1, 1, 1), CudaArchitecture.SM_90));
        var machine = new PtxMachine();
        Allocation inputs = machine.Allocate("inputs", 256), outputs = machine.Allocate("outputs", 64);
        inputs.Write(0, new float[256]);
        byte[] parameters = KernelParameters.Of(
            kernel, machine, 3, default, inputs.Address, inputs.Address, inputs.Address, outputs.Address);
        Exception? found = Record.Exception(
            () => new Launch(new PtxCode(kernel, PtxFreedom.None), machine, 1, 1, 64, parameters).Run());
        Assert.Equal(isRace ? PtxFaultKind.Hazard : null, (found as PtxFault)?.Kind);
        if (!isRace) Assert.Null(found);
    }
}
