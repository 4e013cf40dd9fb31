using System.Reflection;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Differentiate;

public class LossGradientTests
{
    private const int Samples = 3;

    public static TheoryData<string> Names => LossTable.Names;

    /// <summary>Those that are 0 where the first two inputs are the same.</summary>
    public static TheoryData<string> Comparisons =>
    [
        .. LossTable.All.Where(each => each.Loss.Differentiable > 1 && each.Loss is not BinaryCrossEntropy)
            .Select(each => each.ToString()),
    ];

    [Fact]
    public void Every_loss_has_a_case()
    {
        Type[] losses = [.. typeof(Loss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract)];
        Assert.NotEmpty(losses);
        Assert.Empty(losses.Except(LossTable.All.Select(each => each.Loss.GetType())));
    }

    /// <summary>A term of a training step can be nothing else, so that the table knows all of them.</summary>
    [Fact]
    public void A_term_of_training_is_a_loss() => Assert.Equal(
        typeof(Loss), typeof(Fusion.Compiler.Differentiate.LossTerm).GetProperty("Loss", BindingFlags.Public | BindingFlags.Instance)!
            .PropertyType);

    /// <summary>The student's features come from a layer, whose weights and input have gradients, too. (It has no bias, because some
    /// losses do not see one, and a gradient that is all zero would prove nothing.)</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_differences(string name)
    {
        LossCase each = LossTable.Find(name);
        string outputs = each.Student.Split('x')[^1];
        GradientCheck.Run(
            new OperationCase("Linear", $"outputs: {outputs}, bias: false", each.Student).Graph, [each.Term], given: each.Given,
            lossInputs: each.Differentiable);
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_student_that_equals_its_teacher_has_no_loss(string name)
    {
        LossCase each = LossTable.Find(name);
        ReferenceTensor[] inputs = each.Inputs(Samples, seed: 1);
        inputs[1] = inputs[0];
        Assert.Equal(0, LossRunner.Value(each.Loss, inputs));
        for (int i = 0; i < each.Loss.Differentiable; i++)
            Assert.All(LossRunner.Derivative(each.Loss, i, inputs), value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_finite_for_zeros_and_for_large_values(string name)
    {
        LossCase each = LossTable.Find(name);
        Func<double, double>[] kinds = [_ => 0, _ => -0.1, value => 1e4 * value, value => value];
        foreach (Func<double, double> first in kinds)
        {
            foreach (Func<double, double> second in kinds)
            {
                ReferenceTensor[] inputs = each.Inputs(Samples, seed: 1);
                inputs[0] = Of(inputs[0], first);
                if (each.Loss.Differentiable > 1) inputs[1] = Of(inputs[1], second);
                Assert.True(double.IsFinite(LossRunner.Value(each.Loss, inputs)));
                for (int i = 0; i < each.Loss.Differentiable; i++)
                    Assert.All(LossRunner.Derivative(each.Loss, i, inputs), value => Assert.True(double.IsFinite(value)));
            }
        }

        static ReferenceTensor Of(ReferenceTensor tensor, Func<double, double> function) =>
            new(tensor.Shape, [.. tensor.Values.Select(function)]);
    }

    /// <summary>A loss of NaN stops the training; one that hides it would not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_nan_is_not_hidden(string name)
    {
        LossCase each = LossTable.Find(name);
        for (int i = 0; i < each.Loss.Differentiable; i++)
        {
            ReferenceTensor[] inputs = each.Inputs(Samples, seed: 1);
            inputs[i].Values[^1] = double.NaN;
            Assert.True(double.IsNaN(LossRunner.Value(each.Loss, inputs)), $"Input {i}");
        }
    }

    [Fact]
    public void Text_names_the_loss_and_the_input_that_a_gradient_is_for()
    {
        var gradient = new LossGradient(new SoftLabels(2), 1);
        Assert.Equal("SoftLabelsGradient", gradient.Kind);
        Assert.Equal([("input", 1), ("temperature", 2.0)], gradient.Properties);
    }
}
