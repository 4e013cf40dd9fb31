using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class DecoupledSoftLabelsTests
{
    /// <summary>The teacher says (1/2, 1/8, 3/8), the student (1/4, 3/8, 3/8); the label is the first.</summary>
    [Fact]
    public void Weighs_the_label_and_the_others_apart()
    {
        ReferenceTensor student = Logs(2, 3, 3), teacher = Logs(4, 1, 3), label = Tensor("1x1", 0);
        double target = 0.5 * Math.Log(2) + 0.5 * Math.Log(0.5 / 0.75), others = 0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5);
        Assert.Equal(target, Value(new DecoupledSoftLabels(1, 1, 0), student, teacher, label), 14);
        Assert.Equal(others, Value(new DecoupledSoftLabels(1, 0, 1), student, teacher, label), 14);
        Assert.Equal(target + 8 * others, Value(new DecoupledSoftLabels(1), student, teacher, label), 14);
    }

    /// <summary>Equation 7 of the paper: with 1 − p as the weight of the others it is the classical loss.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void Is_soft_labels_with_the_weights_that_those_imply(int label)
    {
        double[] student = RandomValues.Normal(1, 7), teacher = RandomValues.Normal(2, 7);
        double p = Math.Exp(teacher[label] / 3) / teacher.Sum(value => Math.Exp(value / 3));
        ReferenceTensor[] inputs = [Tensor("1x7", student), Tensor("1x7", teacher)];
        var decoupled = new DecoupledSoftLabels(3, 1, 1 - p);
        Assert.Equal(Value(new SoftLabels(3), inputs), Value(decoupled, [.. inputs, Tensor("1x1", label)]), 14);
        GraphChecks.Close(
            Derivative(new SoftLabels(3), 0, inputs), Derivative(decoupled, 0, [.. inputs, Tensor("1x1", label)]), 1e-13);
    }

    [Fact]
    public void Two_classes_have_one_other() => Assert.Equal(
        Value(new SoftLabels(4), Tensor("1x2", 1, 2), Tensor("1x2", 5, 3)),
        Value(new DecoupledSoftLabels(), Tensor("1x2", 1, 2), Tensor("1x2", 5, 3), Tensor("1x1", 1)), 14);

    [Fact]
    public void A_label_that_is_no_class_is_refused() => Assert.Equal(
        "The label at position 0 is 2, but it must be one of the 2 classes, from 0 to 1.",
        Assert.Throws<ArgumentException>(
            () => Value(new DecoupledSoftLabels(), Tensor("1x2", 1, 2), Tensor("1x2", 5, 3), Tensor("1x1", 2))).Message);

    [Fact]
    public void Shapes_and_weights_are_checked()
    {
        Assert.Equal(
            "DecoupledSoftLabels: the logits (2, 1) have one class, but there must be others beside the label's.",
            Error(new DecoupledSoftLabels(), "2x1", "2x1", "2x1"));
        Assert.Equal(
            "DecoupledSoftLabels: the labels are (2, 4), but the logits (2, 4) need one label for each position, which is (2, 1).",
            Error(new DecoupledSoftLabels(), "2x4", "2x4", "2x4"));
        Assert.Equal(
            "DecoupledSoftLabels: others is -1.0, but it must be a number, zero or greater.",
            Error(new DecoupledSoftLabels(Others: -1), "2x4", "2x4", "2x1"));
    }

    private static ReferenceTensor Logs(params double[] shares) => Tensor("1x3", Array.ConvertAll(shares, Math.Log));
}
