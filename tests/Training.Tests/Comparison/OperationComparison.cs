using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Differentiate;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Comparison;

/// <summary>One operation and its gradients, by the rule of Differentiate and by TorchSharp, on values that a test chooses.</summary>
internal static class OperationComparison
{
    private const double Tolerance = 1e-12;

    /// <param name="function">The operation in TorchSharp, of its input (N, C, H, W) and of its parameters by name.</param>
    /// <param name="sample">The shape of the input's samples.</param>
    /// <param name="values">The batch, channels last.</param>
    public static void Close(
        Operation operation, Func<torch.Tensor, IReadOnlyDictionary<string, torch.Tensor>, torch.Tensor> function, Shape sample,
        double[] values, IReadOnlyDictionary<string, double[]>? parameters = null)
    {
        var builder = new GraphBuilder("operation");
        int result = builder.Add(operation, builder.Input("x", [.. sample.Dimensions]));
        Close(builder, result, operation.Parameters([sample]), function, values, parameters ?? new Dictionary<string, double[]>());
    }

    /// <summary>The same of an operation that lowers to several and has no parameters.</summary>
    public static void Close(
        OperationDefinition definition, KeyValuePair<string, object>[] arguments, Func<torch.Tensor, torch.Tensor> function, Shape sample,
        double[] values)
    {
        var builder = new GraphBuilder("operation");
        int x = builder.Input("x", [.. sample.Dimensions]);
        int result = definition.Lower(
            new LoweringContext(builder, new OperationArguments(definition.Name, arguments), [x], "layer", -1)).Single();
        Close(builder, result, [], (x, _) => function(x), values, new Dictionary<string, double[]>());
    }

    private static void Close(
        GraphBuilder builder, int result, IReadOnlyList<Parameter> declared,
        Func<torch.Tensor, IReadOnlyDictionary<string, torch.Tensor>, torch.Tensor> function, double[] values,
        IReadOnlyDictionary<string, double[]> parameters)
    {
        Shape sample = builder[0].Shape;
        int samples = values.Length / (int)sample.Elements;
        builder.Output("y", result);
        Shape shape = builder[result].Shape;
        // All different, so that it shows where each went.
        double[] direction = [.. Enumerable.Range(1, samples * (int)shape.Elements).Select(i => (double)i)];
        TrainingGraph training = Differentiation.Run(
            builder.Build(), samples, [new LossTerm("projection", new Projection(), [new LossOperand("y"), new LossOperand("r", shape)])],
            wantedInputs: ["x"]);
        var found = ReferenceInterpreter.Run(
            training.Graph, parameters, new Dictionary<string, double[]> { ["x"] = values, ["r"] = direction });

        using var scope = torch.NewDisposeScope();
        torch.Tensor x = TorchLayout.ToTensor(values, Batched.Of(sample, samples), torch.float64).requires_grad_(true);
        var tensors = declared.ToDictionary(parameter => parameter.Name, parameter => torch.tensor(
            parameters[parameter.Name], [.. parameter.Dimensions.Select(size => (long)size)], requires_grad: true));
        torch.Tensor y = function(x, tensors);
        y.backward([TorchLayout.ToTensor(direction, Batched.Of(shape, samples), torch.float64)]);

        Equal(TorchLayout.ToChannelsLast(y), found["y"]);
        Equal(TorchLayout.ToChannelsLast(x.grad!), found["gradient.x"]);
        foreach (var (name, tensor) in tensors) Equal(TorchLayout.ToValues(tensor.grad!), found["gradient." + name]);
    }

    /// <summary>Relative to the greatest magnitude.</summary>
    private static void Equal(double[] expected, double[] found)
    {
        double tolerance = Tolerance * expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        Assert.Equal(expected, found, (left, right) => left.Equals(right) || Math.Abs(left - right) <= tolerance);
    }
}
