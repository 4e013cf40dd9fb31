using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Benchmarks;

using Parameter = TorchSharp.Modules.Parameter;

/// <summary>The step of an alignment by TorchSharp: a 1×1 convolution, the mean squared error, both gradients, Adam.</summary>
internal sealed class TorchAlignmentStep : IDisposable
{
    public const float LearningRate = 1e-3f;

    private readonly Parameter _weight, _bias;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly torch.Tensor _student, _teacher;

    public TorchAlignmentStep(StateDict weights, float[] student, float[] teacher, bool isChannelsLast)
    {
        WeightTensor weight = weights["FeatureAlignment.weight"];
        long outputs = weight.Dimensions[0], inputs = weight.Dimensions[1];
        torch.Tensor own = torch.tensor(weight.Values.ToArray(), [outputs, inputs, 1, 1]);
        if (isChannelsLast) own = own.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        _weight = Parameter(own);
        _bias = Parameter(torch.tensor(weights["FeatureAlignment.bias"].Values.ToArray()));
        _student = Features(student, inputs, isChannelsLast).requires_grad_();
        _teacher = Features(teacher, outputs, isChannelsLast);
        _optimizer = torch.optim.Adam([_weight, _bias], LearningRate);
    }

    /// <summary>The gradient of the student's features in the last step, channels last.</summary>
    public float[] StudentGradient => [.. _student.grad!.permute(0, 2, 3, 1).contiguous().data<float>()];

    /// <returns>The loss.</returns>
    public float Run()
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.zero_grad();
        // As where gradients go on into a student: nothing is added up.
        _student.grad = null;
        torch.Tensor loss = functional.mse_loss(functional.conv2d(_student, _weight, _bias), _teacher);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _weight.Dispose();
        _bias.Dispose();
        _student.Dispose();
        _teacher.Dispose();
    }

    private static torch.Tensor Features(float[] values, long channels, bool isChannelsLast)
    {
        torch.Tensor last = torch.tensor(values, [16, 28, 28, channels]).permute(0, 3, 1, 2);
        return isChannelsLast ? last : last.contiguous();
    }
}
