using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Sessions;

/// <summary>One step of the generated kernels: the loss, all gradients, running statistics and updated weights beside TorchSharp.</summary>
public class FirstStepTests
{
    private const float Rate = 0.05f;
    private const double Tolerance = 1e-4;

    [TorchFact]
    public void Of_a_residual_network()
    {
        StateDict weights = Lessons.Weights(ResNet20.Description);
        using ResNet20Training training = ResNet20Training.Start(weights);
        Compare(new ResNet20Module(), weights, training, () => training.Step(Lessons.Images(0), Lessons.Labels(0), Rate).Sum, decay: 5e-4);
    }

    [TorchFact]
    public void Of_a_residual_network_with_squeeze_and_excitation()
    {
        StateDict weights = Lessons.Weights(SeResNet20.Description);
        using SeResNet20Training training = SeResNet20Training.Start(weights);
        Compare(new SeResNet20Module(), weights, training, () => training.Step(Lessons.Images(0), Lessons.Labels(0), Rate).Sum);
    }

    [TorchFact]
    public void Of_inverted_residuals()
    {
        StateDict weights = Lessons.Weights(SmallMobileNetV2.Description);
        using SmallMobileNetV2Training training = SmallMobileNetV2Training.Start(weights);
        Compare(new SmallMobileNetV2Module(), weights, training, () => training.Step(Lessons.Images(0), Lessons.Labels(0), Rate).Sum);
    }

    private static void Compare(TorchNetwork module, StateDict weights, TrainingSession training, Func<float> step, double decay = 0)
    {
        using (module)
        {
            TorchTraining other = TorchTraining.Start(
                module, weights, parameters => torch.optim.SGD(parameters, Rate, momentum: 0.9, weight_decay: decay));
            double expected = other.Step(Lessons.Images(0), logits => TorchTraining.CrossEntropy(logits, Lessons.Labels(0)));
            Assert.Equal(expected, step(), Tolerance * expected);
            StateDict found = AtFile(path =>
            {
                training.SaveCheckpoint(path);
                return StateDict.Load(path);
            });
            other.AssertGradients(found, weights, decay, Tolerance);
            other.AssertClose(found, Tolerance);
        }
    }

    private static T AtFile<T>(Func<string, T> use)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            return use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
