var image = new float[12 * 12 * 3];
for (int i = 0; i < image.Length; i++) image[i] = MathF.Sin(i);
var probabilities = new float[10];

using var network = Tiny.Initialize(seed: 7);
network.Run(image, probabilities);

Console.WriteLine($"{Tiny.ParameterCount} parameters, sum {probabilities.Sum():0.000}");
return probabilities.All(p => p > 0) && MathF.Abs(probabilities.Sum() - 1) < 1e-4f ? 0 : 1;
