using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Alignments;

/// <summary>Losses that divide by a length, where features have none: behind a ReLU, a pixel often is 0 in all channels.</summary>
public class DirectionTests
{
    /// <summary>With weights as they are at the start, nothing of a gradient is as large as the inverse of a rounding error.</summary>
    [Fact]
    public void Pixels_of_zeros_leave_the_connector_where_it_is()
    {
        using CosineAlone session = CosineAlone.Start(seed: 1);
        float[] student = Features(out float[] teacher), gradient = new float[student.Length];
        session.Backward(student, teacher, gradient);
        Assert.InRange(Largest(session.BiasGradient), 1e-6f, 10);
        Assert.InRange(Largest(session.WeightGradient), 1e-6f, 10);
        Assert.InRange(Largest(gradient), 1e-6f, 10);
    }

    [TorchFact]
    public void Pixels_of_zeros_have_the_gradients_of_TorchSharp()
    {
        using CosineAlone session = CosineAlone.Start(seed: 1);
        float[] student = Features(out float[] teacher), gradient = new float[student.Length];
        float loss = session.Backward(student, teacher, gradient);

        using IDisposable scope = torch.NewDisposeScope();
        AlignmentCase each = AlignmentCase.All.First(other => other.Info.Name == nameof(CosineAlone));
        using ConnectorModule connector = StandaloneTests.Connector(each, session.Weights())!;
        torch.Tensor x = StandaloneTests.Leaf(student, each.Student), t = StandaloneTests.Leaf(teacher, each.Teacher);
        torch.Tensor value = TorchLosses.NormalizedError(connector.call(x), t, true);
        value.backward();
        StandaloneTests.Close("loss", [value.item<double>()], [loss]);
        StandaloneTests.Close("student", TorchLayout.ToChannelsLast(x.grad!), gradient);
        foreach (var (name, tensor) in connector.named_parameters())
            StandaloneTests.Close(name, TorchLayout.ToValues(tensor.grad!), session.Gradient($"CosineAlone.{name}").ToArray());
    }

    /// <summary>PyTorch's gradient is 1e12 times that by the unit vector there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Features_without_a_direction_have_no_gradient(bool perSample)
    {
        using AlignmentSession session = perSample ? BareSampleAlone.Start(seed: 1) : BareCosineAlone.Start(seed: 1);
        float[] student = new float[4 * 6 * 6 * 16], teacher = new float[student.Length], gradient = new float[student.Length];
        for (int i = 0; i < student.Length; i++) teacher[i] = MathF.Sin(i);
        for (int i = 0; i < student.Length / 4; i++) student[i] = MathF.Cos(i);
        session.Backward(student, teacher, gradient);
        Assert.InRange(Largest(gradient), 1e-6f, 10);
        Assert.All(gradient[(student.Length / 4)..], value => Assert.Equal(0, value));
    }

    /// <summary>Where half of the pixels are 0, and the other half is what it is.</summary>
    private static float[] Features(out float[] teacher)
    {
        AlignmentCase each = AlignmentCase.All.First(other => other.Info.Name == nameof(CosineAlone));
        float[] student = each.StudentFeatures(5);
        for (int i = 0; i < student.Length; i++)
            if (i / each.Student.Dimensions[^1] % 2 == 0) student[i] = 0;
        teacher = each.TeacherFeatures(5);
        return student;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
