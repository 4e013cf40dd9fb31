using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Differentiate;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>A length has a kink where all is zero.</summary>
public class LengthGradientTests
{
    [Fact]
    public void Is_zero_at_zero_as_that_of_PyTorchs_norm()
    {
        Graph network = new OperationCase("L2Norm", "axes: Channels", "2x2").Graph;
        TrainingGraph training = Differentiation.Run(
            network, 1,
            [new LossTerm("length", new Projection(), [new LossOperand("y0"), new LossOperand("r", network.Nodes[^1].Shape)])],
            wantedInputs: ["x0"]);
        double[] gradient = ReferenceInterpreter.Run(
            training.Graph, new Dictionary<string, double[]>(),
            new Dictionary<string, double[]> { ["x0"] = [0, 0, 3, -4], ["r"] = [5, 10] })["gradient.x0"];
        Assert.Equal([0, 0, 6, -8], gradient);
    }

    /// <summary>A root has none: its slope there is infinite, and says so.</summary>
    [Fact]
    public void Of_a_root_is_infinite_at_zero() => Assert.Equal(double.PositiveInfinity, new Sqrt().Derivative(0));
}
